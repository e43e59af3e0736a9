package dev.belfry.realtime.signin;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.access.TokenVerifier;
import dev.belfry.domain.access.Verdict;
import dev.belfry.domain.accounts.Account;
import dev.belfry.domain.accounts.Accounts;
import dev.belfry.realtime.http.Caller;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who asks, by the token in the header {@code Authorization}. */
@Dependent
public class Bearer {

    private static final String ADMIN = "service_role";

    private final Accounts accounts;
    private final TokenVerifier verifier;

    @Inject
    public Bearer(Accounts accounts, TokenVerifier verifier) {
        this.accounts = accounts;
        this.verifier = verifier;
    }

    Account account(@Nullable String authorization) throws SQLException {
        var subject = claims(authorization).subject();
        if (subject == null) {
            throw badToken("invalid claim: missing sub claim");
        }
        var id = uuid(subject).orElseThrow(() -> badToken("invalid claim: sub claim must be a UUID"));
        var account = accounts.find(id)
                .filter(found -> found.times().deleted() == null)
                .orElseThrow(() -> new SignInProblem(
                        SignInProblem.FORBIDDEN, "user_not_found", "User from sub claim in JWT does not exist"));
        if (account.isBanned(Instant.now())) {
            throw new SignInProblem(SignInProblem.FORBIDDEN, "user_banned", "User is banned");
        }
        return account;
    }

    void requireAdmin(@Nullable String authorization) {
        if (!claims(authorization).role().equals(ADMIN)) {
            throw new SignInProblem(
                    SignInProblem.FORBIDDEN, "not_admin", "User not allowed: this is for the service role's key");
        }
    }

    static Optional<UUID> uuid(String text) {
        try {
            var id = UUID.fromString(text);
            return id.toString().equalsIgnoreCase(text) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    Claims claims(@Nullable String authorization) {
        var token = Caller.token(authorization, null);
        if (token == null || token.isEmpty()) {
            throw new SignInProblem(
                    SignInProblem.UNAUTHORIZED, "no_authorization", "This endpoint requires a valid Bearer token");
        }
        return switch (verifier.verify(token)) {
            case Verdict.Verified(var claims) -> claims;
            case Verdict.Refused refused ->
                throw badToken("invalid JWT: unable to parse or verify signature, " + refused.text());
        };
    }

    private static SignInProblem badToken(String message) {
        return new SignInProblem(SignInProblem.FORBIDDEN, "bad_jwt", message);
    }
}
