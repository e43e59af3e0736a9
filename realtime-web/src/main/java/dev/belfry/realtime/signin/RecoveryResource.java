package dev.belfry.realtime.signin;

import dev.belfry.domain.access.Origins;
import dev.belfry.domain.accounts.Account;
import dev.belfry.domain.accounts.Accounts;
import dev.belfry.realtime.signin.UserTokens.Session;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A new password for who has forgotten the old one, and the end of a session. No mail is sent: the log has the link. */
@Path("/")
@RequestScoped
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public class RecoveryResource {

    private static final Logger LOG = System.getLogger(RecoveryResource.class.getName());

    @Inject
    Accounts accounts;

    @Inject
    UserTokens tokens;

    @Inject
    Bearer bearer;

    @Inject
    Origins origins;

    @Context
    UriInfo uri;

    /** The answer is the same whether there is such an account or not. */
    @POST
    @Path("/recover")
    public Response recover(@QueryParam("redirect_to") @DefaultValue("") String redirect, String body)
            throws SQLException {
        var asked = Asked.of(body);
        if (asked.text("email").isEmpty()) {
            throw SignInProblem.invalid("Password recovery requires an email");
        }
        var account = accounts.find(asked.email());
        if (account.isPresent()) {
            LOG.log(
                    Level.INFO,
                    "MailNotSent: there is no mail in development; the link to a new password, good for an hour, would be {0}",
                    link(account.get(), redirect));
        }
        return Response.ok("{}").build();
    }

    /** Where the link leads: on to the page, with a session. */
    @GET
    @Path("/verify")
    public Response verify(
            @QueryParam("token") @DefaultValue("") String token,
            @QueryParam("type") @DefaultValue("") String type,
            @QueryParam("redirect_to") @DefaultValue("") String redirect,
            @HeaderParam("host") @Nullable String host)
            throws SQLException {
        if (!type.equals("recovery")) {
            throw SignInProblem.invalid("The development sign-in verifies links of the type recovery alone");
        }
        var id = tokens.recovered(token).orElseThrow(RecoveryResource::expired);
        var account = accounts.find(id)
                .filter(found -> found.times().deleted() == null)
                .orElseThrow(RecoveryResource::expired);
        var session = tokens.tokens(accounts.signedIn(account), Session.begun(account, "recovery"));
        var page = page(redirect, host).toString().replaceFirst("#.*", "");
        return Response.seeOther(URI.create(page + "#access_token="
                        + session.path("access_token").asString()
                        + "&expires_at=" + session.path("expires_at").asLong()
                        + "&expires_in=" + session.path("expires_in").asLong()
                        + "&refresh_token=" + session.path("refresh_token").asString()
                        + "&token_type=bearer&type=recovery"))
                .build();
    }

    /** Tokens are not kept, so there is nothing to end: the client forgets them. */
    @POST
    @Path("/logout")
    public Response logout(@HeaderParam("authorization") @Nullable String authorization) throws SQLException {
        bearer.account(authorization);
        return Response.noContent().build();
    }

    private URI link(Account account, String redirect) {
        var link = uri.getBaseUriBuilder()
                .path("verify")
                .queryParam("token", tokens.recovery(account))
                .queryParam("type", "recovery");
        return redirect.isEmpty()
                ? link.build()
                : link.queryParam("redirect_to", "{page}").build(redirect);
    }

    /** A page of an allowed origin, or else our own. */
    private URI page(String redirect, @Nullable String host) {
        var ours = uri.getBaseUri().resolve("/");
        try {
            var asked = URI.create(redirect);
            var isWeb = "http".equals(asked.getScheme()) || "https".equals(asked.getScheme());
            return isWeb && origins.isAllowed(asked.getScheme() + "://" + asked.getRawAuthority(), host) ? asked : ours;
        } catch (IllegalArgumentException e) {
            return ours;
        }
    }

    private static SignInProblem expired() {
        return new SignInProblem(SignInProblem.FORBIDDEN, "otp_expired", "Email link is invalid or has expired");
    }
}
