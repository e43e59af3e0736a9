package dev.belfry.realtime.signin;

import dev.belfry.domain.access.TokenSigner;
import dev.belfry.domain.access.TokenVerifier;
import dev.belfry.domain.access.Verdict;
import dev.belfry.domain.accounts.Account;
import dev.belfry.domain.change.Json;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** The tokens of a signed-in account. A refresh token is one of the role {@code refresh}, which no database has. */
@Dependent
public class UserTokens {

    private static final Duration LIFE = Duration.ofHours(1);
    private static final Duration REFRESH_LIFE = Duration.ofDays(30);
    private static final String REFRESH_ROLE = "refresh";

    private final TokenSigner signer;
    private final TokenVerifier verifier;
    private final TokenVerifier refreshVerifier;

    @Inject
    public UserTokens(TokenSigner signer, TokenVerifier verifier) {
        this.signer = signer;
        this.verifier = verifier;
        this.refreshVerifier = verifier.of(REFRESH_ROLE::equals);
    }

    /** A session as GoTrue answers with. */
    ObjectNode session(Account account) {
        var now = Instant.now();
        var user = user(account);
        var claims = new HashMap<String, Object>(Map.of(
                "iss", TokenSigner.ISSUER,
                "aud", "authenticated",
                "role", "authenticated",
                "sub", account.id().toString(),
                "email", account.email(),
                "groups", account.groups(),
                "app_metadata", user.get("app_metadata"),
                "user_metadata", user.get("user_metadata"),
                "iat", now.getEpochSecond(),
                "exp", now.plus(LIFE).getEpochSecond()));
        claims.put("session_id", UUID.randomUUID().toString());
        var refresh = Map.of(
                "role", REFRESH_ROLE,
                "sub", account.id().toString(),
                "jti", UUID.randomUUID().toString(),
                "exp", now.plus(REFRESH_LIFE).getEpochSecond());
        var session = Json.MAPPER
                .createObjectNode()
                .put("access_token", signer.sign(claims))
                .put("token_type", "bearer")
                .put("expires_in", LIFE.toSeconds())
                .put("expires_at", now.plus(LIFE).getEpochSecond())
                .put("refresh_token", signer.sign(refresh));
        session.set("user", user);
        return session;
    }

    static ObjectNode user(Account account) {
        var user = Json.MAPPER
                .createObjectNode()
                .put("id", account.id().toString())
                .put("aud", "authenticated")
                .put("role", "authenticated")
                .put("email", account.email())
                .put("created_at", account.createdAt().toString());
        user.putObject("app_metadata").put("provider", "email").set("groups", Json.of(account.groups()));
        user.putObject("user_metadata").put("name", account.name());
        return user;
    }

    /** Whose access token that is, if it is a valid one. */
    Optional<UUID> bearer(String accessToken) {
        return subject(verifier.verify(accessToken), "authenticated");
    }

    /** Whose refresh token that is, if it is a valid one. */
    Optional<UUID> refreshed(String refreshToken) {
        return subject(refreshVerifier.verify(refreshToken), REFRESH_ROLE);
    }

    private static Optional<UUID> subject(Verdict verdict, String role) {
        return verdict instanceof Verdict.Verified(var claims) && claims.role().equals(role) && claims.subject() != null
                ? Optional.of(UUID.fromString(claims.subject()))
                : Optional.empty();
    }
}
