package dev.belfry.realtime.signin;

import dev.belfry.domain.accounts.Accounts;
import dev.belfry.domain.accounts.NewAccount;
import dev.belfry.realtime.signin.UserTokens.Session;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;

/** Sign-up with an e-mail address, which counts as confirmed: no mail is sent. */
@Path("/signup")
@RequestScoped
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public class SignUpResource {

    @Inject
    Accounts accounts;

    @Inject
    UserTokens tokens;

    @POST
    public Response signUp(String body) throws SQLException {
        var asked = Asked.of(body);
        if (asked.has("phone")) {
            throw new SignInProblem(SignInProblem.BAD_REQUEST, "phone_provider_disabled", "Phone signups are disabled");
        }
        if (asked.text("email").isEmpty()) {
            throw asked.text("password").isEmpty()
                    ? new SignInProblem(
                            SignInProblem.UNPROCESSABLE,
                            "anonymous_provider_disabled",
                            "Anonymous sign-ins are disabled")
                    : SignInProblem.invalid("Sign up only available with email provider: an email is missing");
        }
        if (asked.text("password").isEmpty()) {
            throw SignInProblem.invalid("Signup requires a valid password");
        }
        var wanted = NewAccount.signingUp(asked.email(), asked.newPassword(), asked.objectOrEmpty("data"));
        var account = accounts.create(wanted)
                .orElseThrow(() -> new SignInProblem(
                        SignInProblem.UNPROCESSABLE, "user_already_exists", "User already registered"));
        var session = tokens.tokens(accounts.signedIn(account), Session.begun(account, "password"));
        return Response.ok(session.toString()).build();
    }
}
