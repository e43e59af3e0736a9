package dev.belfry.realtime.signin;

import dev.belfry.domain.accounts.Account;
import dev.belfry.domain.accounts.Accounts;
import dev.belfry.domain.change.Json;
import dev.belfry.realtime.http.JsonBody;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Sign-in with a password, as supabase-js calls GoTrue. */
@Path("/")
@RequestScoped
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public class SignInResource {

    @Inject
    Accounts accounts;

    @Inject
    UserTokens tokens;

    @POST
    @Path("/token")
    public Response token(@QueryParam("grant_type") @DefaultValue("") String grant, String body) throws SQLException {
        JsonNode asked;
        try {
            asked = Json.MAPPER.readTree(body);
        } catch (JacksonException | NumberFormatException e) {
            return problem(400, "bad_json", "Could not parse request body as JSON");
        }
        return switch (grant) {
            case "password" ->
                session(
                        accounts.signIn(text(asked, "email"), text(asked, "password")),
                        "invalid_credentials",
                        "Invalid login credentials");
            case "refresh_token" ->
                session(
                        find(tokens.refreshed(text(asked, "refresh_token"))),
                        "refresh_token_not_found",
                        "Invalid Refresh Token: Refresh Token Not Found");
            default -> problem(400, "invalid_request", "grant_type must be password or refresh_token");
        };
    }

    @GET
    @Path("/user")
    public Response user(@HeaderParam("authorization") @DefaultValue("") String authorization) throws SQLException {
        return find(tokens.bearer(authorization.replaceFirst("(?i)^bearer ", "")))
                .map(account -> Response.ok(UserTokens.user(account).toString()).build())
                .orElseGet(() -> problem(401, "bad_jwt", "invalid JWT: not the token of an account"));
    }

    /** Tokens are not kept, so there is nothing to end: the client forgets them. */
    @POST
    @Path("/logout")
    public Response logout() {
        return Response.noContent().build();
    }

    private Optional<Account> find(Optional<UUID> id) throws SQLException {
        return id.isPresent() ? accounts.find(id.get()) : Optional.empty();
    }

    private Response session(Optional<Account> account, String code, String message) {
        return account.map(
                        known -> Response.ok(tokens.session(known).toString()).build())
                .orElseGet(() -> problem(400, code, message));
    }

    private static String text(@Nullable JsonNode object, String key) {
        return object == null ? "" : object.path(key).asString("");
    }

    private static Response problem(int status, String code, String message) {
        var body = JsonBody.of("error_code", code).put("code", status).put("msg", message);
        return Response.status(status).entity(body.toString()).build();
    }
}
