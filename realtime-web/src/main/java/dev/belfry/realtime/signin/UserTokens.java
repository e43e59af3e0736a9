package dev.belfry.realtime.signin;

import dev.belfry.domain.access.Claims;
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

/** The tokens of a signed-in account. One that is no access token has a role that no database has. */
@Dependent
public class UserTokens {

    private static final Duration LIFE = Duration.ofHours(1);
    private static final Duration REFRESH_LIFE = Duration.ofDays(30);
    private static final String REFRESH_ROLE = "refresh";
    private static final String RECOVERY_ROLE = "recovery";

    private final TokenSigner signer;
    private final TokenVerifier refreshVerifier;
    private final TokenVerifier recoveryVerifier;

    @Inject
    public UserTokens(TokenSigner signer, TokenVerifier verifier) {
        this.signer = signer;
        this.refreshVerifier = verifier.of(REFRESH_ROLE::equals);
        this.recoveryVerifier = verifier.of(RECOVERY_ROLE::equals);
    }

    /**
     * One that has been signed in to.
     *
     * @param method as GoTrue calls it, such as {@code password}
     * @param since when that was, in seconds
     */
    record Session(UUID account, String id, String method, long since) {

        static Session begun(Account account, String method) {
            return new Session(
                    account.id(),
                    UUID.randomUUID().toString(),
                    method,
                    Instant.now().getEpochSecond());
        }
    }

    /** A session as GoTrue answers with. */
    ObjectNode tokens(Account account, Session session) {
        var now = Instant.now();
        var answer = Json.MAPPER
                .createObjectNode()
                .put("access_token", signer.sign(access(account, session, now)))
                .put("token_type", "bearer")
                .put("expires_in", LIFE.toSeconds())
                .put("expires_at", now.plus(LIFE).getEpochSecond())
                .put("refresh_token", signer.sign(refresh(account, session, now)));
        answer.set("user", UserJson.of(account));
        return answer;
    }

    private static Map<String, Object> access(Account account, Session session, Instant now) {
        var claims = new HashMap<String, Object>();
        claims.put("iss", TokenSigner.ISSUER);
        claims.put("aud", "authenticated");
        claims.put("role", account.role());
        claims.put("sub", account.id().toString());
        claims.put("email", UserJson.orEmpty(account.email()));
        claims.put("phone", UserJson.orEmpty(account.phone()));
        claims.put("groups", account.groups());
        claims.put("app_metadata", account.appMetadata());
        claims.put("user_metadata", account.userMetadata());
        claims.put("session_id", session.id());
        claims.put("aal", "aal1");
        claims.put("amr", Json.MAPPER.createArrayNode().add(amr(session)));
        claims.put("is_anonymous", account.isAnonymous());
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(LIFE).getEpochSecond());
        return claims;
    }

    private static ObjectNode amr(Session session) {
        return Json.MAPPER.createObjectNode().put("method", session.method()).put("timestamp", session.since());
    }

    private static Map<String, Object> refresh(Account account, Session session, Instant now) {
        return Map.of(
                "role",
                REFRESH_ROLE,
                "sub",
                account.id().toString(),
                "jti",
                UUID.randomUUID().toString(),
                "session_id",
                session.id(),
                "amr",
                amr(session),
                "exp",
                now.plus(REFRESH_LIFE).getEpochSecond());
    }

    /** What a link to a new password holds. */
    String recovery(Account account) {
        return signer.sign(Map.of(
                "role",
                RECOVERY_ROLE,
                "sub",
                account.id().toString(),
                "exp",
                Instant.now().plus(LIFE).getEpochSecond()));
    }

    /** The session that a refresh token goes on with, if it is a valid one. */
    Optional<Session> refreshed(String token) {
        return claims(refreshVerifier, token).flatMap(claims -> {
            var payload = claims.payload();
            return subject(claims)
                    .map(account -> new Session(
                            account,
                            payload.path("session_id")
                                    .asString(UUID.randomUUID().toString()),
                            payload.path("amr").path("method").asString("password"),
                            payload.path("amr")
                                    .path("timestamp")
                                    .asLong(Instant.now().getEpochSecond())));
        });
    }

    /** Whose link to a new password that is, if it is a valid one. */
    Optional<UUID> recovered(String token) {
        return claims(recoveryVerifier, token).flatMap(UserTokens::subject);
    }

    private static Optional<Claims> claims(TokenVerifier verifier, String token) {
        return verifier.verify(token) instanceof Verdict.Verified(var claims) ? Optional.of(claims) : Optional.empty();
    }

    private static Optional<UUID> subject(Claims claims) {
        return Optional.ofNullable(claims.subject()).flatMap(Bearer::uuid);
    }
}
