package dev.belfry.realtime.signin;

import dev.belfry.domain.change.Json;
import dev.belfry.realtime.http.JsonBody;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/** What is answered when something cannot be done: JSON as GoTrue's, {@code {"code","error_code","msg"}}. */
@Provider
public class Answers implements ExceptionMapper<Exception> {

    private static final Logger LOG = System.getLogger(Answers.class.getName());
    private static final int UNAVAILABLE = 503;

    @Context
    @Nullable
    Request request;

    @Context
    @Nullable
    UriInfo uri;

    @Override
    public Response toResponse(Exception thrown) {
        return switch (thrown) {
            case SignInProblem problem -> of(problem);
            case SQLTransientConnectionException away ->
                of(new SignInProblem(UNAVAILABLE, "unexpected_failure", String.valueOf(away.getMessage())));
            case SQLException refused -> refused(refused);
            case WebApplicationException unserved when unserved.getResponse().getStatus() < 500 -> notServed(unserved);
            default -> {
                LOG.log(
                        Level.ERROR,
                        "SignInFailed: a request of the development sign-in could not be answered",
                        thrown);
                yield of(failure("The request could not be answered; the server's log says why"));
            }
        };
    }

    static Response of(SignInProblem problem) {
        return builder(problem).build();
    }

    /** What a trigger, a constraint or a foreign key of the portal objects to is the developer's to read. */
    private static Response refused(SQLException refused) {
        var state = String.valueOf(refused.getSQLState());
        if (state.startsWith("22")) {
            return of(SignInProblem.invalid("PostgreSQL cannot keep that: " + refused.getMessage()));
        }
        if (state.equals("23505") && String.valueOf(refused.getMessage()).contains("users_email_partial_key")) {
            return of(SignInProblem.emailExists());
        }
        LOG.log(Level.WARNING, "AccountNotWritten: PostgreSQL did not keep an account: {0}", refused.getMessage());
        return of(failure("Database error saving or reading users: " + refused.getMessage()));
    }

    private Response notServed(WebApplicationException unserved) {
        var problem = SignInProblem.notServed("The development sign-in does not serve "
                + (request == null ? "" : request.getMethod() + " ")
                + "/auth/v1/" + (uri == null ? "" : uri.getPath().replaceFirst("^/", ""))
                + ": it knows sign-up and sign-in by password, the user, and admin/users. GoTrue does behind a gateway, or your identity"
                + " provider.");
        var answer = builder(problem);
        var allow = unserved.getResponse().getHeaderString("Allow");
        if (allow != null) {
            answer.status(unserved.getResponse().getStatus()).header("Allow", allow);
        }
        return answer.build();
    }

    private static SignInProblem failure(String message) {
        return new SignInProblem(SignInProblem.SERVER_ERROR, "unexpected_failure", message);
    }

    private static Response.ResponseBuilder builder(SignInProblem problem) {
        var body = JsonBody.of("error_code", problem.code())
                .put("code", problem.status())
                .put("msg", problem.text());
        if (!problem.weaknesses().isEmpty()) {
            body.putObject("weak_password").set("reasons", Json.of(problem.weaknesses()));
        }
        return Response.status(problem.status())
                .type(MediaType.APPLICATION_JSON)
                .header("x-sb-error-code", problem.code())
                .entity(body.toString());
    }
}
