package dev.belfry.realtime.signin;

import dev.belfry.domain.accounts.Account;
import dev.belfry.domain.accounts.AccountChange;
import dev.belfry.domain.accounts.Accounts;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The user whose token it is. */
@Path("/user")
@RequestScoped
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public class UserResource {

    @Inject
    Accounts accounts;

    @Inject
    Bearer bearer;

    @GET
    public Response user(@HeaderParam("authorization") @Nullable String authorization) throws SQLException {
        return answer(bearer.account(authorization));
    }

    /** A new e-mail address holds at once: there is no mail to confirm it by. */
    @PUT
    public Response change(@HeaderParam("authorization") @Nullable String authorization, String body)
            throws SQLException {
        var account = bearer.account(authorization);
        var asked = Asked.of(body);
        if (asked.has("app_metadata")) {
            throw new SignInProblem(
                    SignInProblem.FORBIDDEN, "not_admin", "Updating app_metadata requires admin privileges");
        }
        if (asked.has("phone")) {
            throw new SignInProblem(SignInProblem.BAD_REQUEST, "phone_provider_disabled", "Phone numbers are disabled");
        }
        var email = asked.text("email").isEmpty() ? null : asked.email();
        var password = asked.has("password") ? asked.newPassword() : null;
        if (password != null && account.email() != null && isSame(account.email(), password)) {
            throw new SignInProblem(
                    SignInProblem.UNPROCESSABLE,
                    "same_password",
                    "New password should be different from the old password.");
        }
        var change =
                new AccountChange(null, email, null, password, null, asked.object("data"), email != null, false, null);
        return answer(accounts.change(account.id(), change).orElse(account));
    }

    private boolean isSame(String email, String password) throws SQLException {
        return accounts.signIn(email, password).isPresent();
    }

    private static Response answer(Account account) {
        return Response.ok(UserJson.of(account).toString()).build();
    }
}
