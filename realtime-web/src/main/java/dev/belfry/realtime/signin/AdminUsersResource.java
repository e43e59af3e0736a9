package dev.belfry.realtime.signin;

import dev.belfry.domain.accounts.Account;
import dev.belfry.domain.accounts.AccountChange;
import dev.belfry.domain.accounts.Accounts;
import dev.belfry.domain.accounts.NewAccount;
import dev.belfry.domain.change.Json;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** All accounts, for the service role. */
@Path("/admin/users")
@RequestScoped
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public class AdminUsersResource {

    @Inject
    Accounts accounts;

    @Inject
    Bearer bearer;

    @GET
    public Response list(
            @HeaderParam("authorization") @Nullable String authorization,
            @QueryParam("page") @DefaultValue("") String page,
            @QueryParam("per_page") @DefaultValue("") String perPage)
            throws SQLException {
        bearer.requireAdmin(authorization);
        var pages = Pages.of(page, perPage);
        var listed = accounts.list(pages.offset(), pages.size());
        var body = Json.MAPPER.createObjectNode();
        var users = body.putArray("users");
        listed.accounts().forEach(account -> users.add(UserJson.of(account)));
        return Response.ok(body.put("aud", "authenticated").toString())
                .header("X-Total-Count", listed.total())
                .header("Link", pages.links(listed.total()))
                .build();
    }

    @POST
    public Response create(@HeaderParam("authorization") @Nullable String authorization, String body)
            throws SQLException {
        bearer.requireAdmin(authorization);
        var asked = Asked.of(body);
        var wanted = wanted(asked);
        var made = accounts.create(wanted).orElseThrow(() -> taken(asked));
        var ban = Bans.of(asked.text("ban_duration"));
        return answer(
                ban == null
                        ? made
                        : accounts.change(
                                        made.id(),
                                        new AccountChange(null, null, null, null, null, null, false, false, ban))
                                .orElse(made));
    }

    @GET
    @Path("/{id}")
    public Response get(@HeaderParam("authorization") @Nullable String authorization, @PathParam("id") String id)
            throws SQLException {
        bearer.requireAdmin(authorization);
        return answer(accounts.find(id(id)).orElseThrow(AdminUsersResource::notFound));
    }

    @PUT
    @Path("/{id}")
    public Response change(
            @HeaderParam("authorization") @Nullable String authorization, @PathParam("id") String id, String body)
            throws SQLException {
        bearer.requireAdmin(authorization);
        var asked = Asked.of(body);
        var change = new AccountChange(
                orNull(asked.text("role")),
                asked.text("email").isEmpty() ? null : asked.email(),
                orNull(phone(asked)),
                asked.has("password") ? asked.newPassword() : null,
                asked.object("app_metadata"),
                asked.object("user_metadata"),
                asked.flag("email_confirm"),
                asked.flag("phone_confirm"),
                Bans.of(asked.text("ban_duration")));
        return answer(accounts.change(id(id), change).orElseThrow(AdminUsersResource::notFound));
    }

    @DELETE
    @Path("/{id}")
    public Response delete(
            @HeaderParam("authorization") @Nullable String authorization,
            @PathParam("id") String id,
            @Nullable String body)
            throws SQLException {
        bearer.requireAdmin(authorization);
        var isKept = Asked.ofOptional(body).flag("should_soft_delete");
        var wasThere = isKept ? accounts.hide(id(id)) : accounts.delete(id(id));
        if (!wasThere) {
            throw notFound();
        }
        return Response.ok("{}").build();
    }

    private static NewAccount wanted(Asked asked) {
        var phone = phone(asked);
        if (asked.text("email").isEmpty() && phone.isEmpty()) {
            throw SignInProblem.invalid("Cannot create a user without either an email or phone");
        }
        if (asked.has("password_hash")) {
            throw SignInProblem.invalid("password_hash is not taken by the development sign-in: give a password");
        }
        var email = asked.text("email").isEmpty() ? null : asked.email();
        return new NewAccount(
                asked.text("id").isEmpty() ? UUID.randomUUID() : ownId(asked.text("id")),
                asked.text("role").isEmpty() ? "authenticated" : asked.text("role"),
                email,
                orNull(phone),
                asked.text("password").isEmpty() ? null : asked.newPassword(),
                metadata(email == null ? "phone" : "email", asked.objectOrEmpty("app_metadata")),
                asked.objectOrEmpty("user_metadata"),
                asked.flag("email_confirm"),
                asked.flag("phone_confirm"));
    }

    private static ObjectNode metadata(String provider, ObjectNode asked) {
        var metadata = NewAccount.byProvider(provider);
        metadata.setAll(asked);
        return metadata;
    }

    private static String phone(Asked asked) {
        var phone = asked.text("phone").replaceFirst("^\\+", "");
        if (!phone.isEmpty() && !phone.matches("[1-9][0-9]{1,14}")) {
            throw SignInProblem.invalid("Invalid phone number format (E.164 required)");
        }
        return phone;
    }

    private static SignInProblem taken(Asked asked) {
        return asked.text("email").isEmpty()
                ? new SignInProblem(
                        SignInProblem.UNPROCESSABLE, "phone_exists", "Phone number already registered by another user")
                : SignInProblem.emailExists();
    }

    private static UUID ownId(String text) {
        return Bearer.uuid(text).orElseThrow(() -> SignInProblem.invalid("ID must conform to the uuid v4 format"));
    }

    private static UUID id(String text) {
        return Bearer.uuid(text)
                .orElseThrow(() ->
                        new SignInProblem(SignInProblem.NOT_FOUND, "validation_failed", "user_id must be an UUID"));
    }

    private static SignInProblem notFound() {
        return new SignInProblem(SignInProblem.NOT_FOUND, "user_not_found", "User not found");
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static Response answer(Account account) {
        return Response.ok(UserJson.of(account).toString()).build();
    }
}
