package dev.belfry.realtime.signin;

import dev.belfry.domain.accounts.Account;
import dev.belfry.domain.accounts.Accounts;
import dev.belfry.realtime.signin.UserTokens.Session;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.time.Instant;

/** Sign-in with a password, and by a refresh token. */
@Path("/token")
@RequestScoped
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public class TokenResource {

    @Inject
    Accounts accounts;

    @Inject
    UserTokens tokens;

    @POST
    public Response token(@QueryParam("grant_type") @DefaultValue("") String grant, String body) throws SQLException {
        return switch (grant) {
            case "password" -> byPassword(Asked.of(body));
            case "refresh_token" -> byRefreshToken(Asked.of(body));
            default ->
                throw new SignInProblem(
                        SignInProblem.BAD_REQUEST,
                        "invalid_credentials",
                        "unsupported_grant_type: the development sign-in knows password and refresh_token");
        };
    }

    private Response byPassword(Asked asked) throws SQLException {
        if (asked.has("phone")) {
            throw new SignInProblem(
                    SignInProblem.UNPROCESSABLE, "phone_provider_disabled", "Phone logins are disabled");
        }
        if (asked.text("email").isEmpty()) {
            throw SignInProblem.invalid("missing email or phone");
        }
        var account = accounts.signIn(asked.text("email"), asked.text("password"))
                .orElseThrow(() -> new SignInProblem(
                        SignInProblem.BAD_REQUEST, "invalid_credentials", "Invalid login credentials"));
        requireWelcome(account);
        if (account.times().emailConfirmed() == null) {
            throw new SignInProblem(SignInProblem.BAD_REQUEST, "email_not_confirmed", "Email not confirmed");
        }
        return session(accounts.signedIn(account), Session.begun(account, "password"));
    }

    private Response byRefreshToken(Asked asked) throws SQLException {
        if (asked.text("refresh_token").isEmpty()) {
            throw SignInProblem.invalid("refresh_token required");
        }
        var session = tokens.refreshed(asked.text("refresh_token")).orElseThrow(TokenResource::notFound);
        var account = accounts.find(session.account())
                .filter(found -> found.times().deleted() == null)
                .orElseThrow(TokenResource::notFound);
        requireWelcome(account);
        return session(account, session);
    }

    private static void requireWelcome(Account account) {
        if (account.isBanned(Instant.now())) {
            throw new SignInProblem(SignInProblem.BAD_REQUEST, "user_banned", "User is banned");
        }
    }

    private static SignInProblem notFound() {
        return new SignInProblem(
                SignInProblem.BAD_REQUEST, "refresh_token_not_found", "Invalid Refresh Token: Refresh Token Not Found");
    }

    private Response session(Account account, Session session) {
        return Response.ok(tokens.tokens(account, session).toString()).build();
    }
}
