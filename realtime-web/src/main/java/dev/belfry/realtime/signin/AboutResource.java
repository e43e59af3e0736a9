package dev.belfry.realtime.signin;

import dev.belfry.domain.change.Json;
import dev.belfry.realtime.http.JsonBody;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** What the sign-in can do. */
@Path("/")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class AboutResource {

    @GET
    @Path("/settings")
    public String settings() {
        var settings = Json.MAPPER.createObjectNode();
        settings.putObject("external").put("email", true).put("phone", false).put("anonymous_users", false);
        return settings.put("disable_signup", false)
                .put("mailer_autoconfirm", true)
                .put("phone_autoconfirm", false)
                .put("sms_provider", "")
                .put("saml_enabled", false)
                .toString();
    }

    @GET
    @Path("/health")
    public String health() {
        return JsonBody.of("name", "Belfry")
                .put("version", "development")
                .put("description", "The development sign-in of Belfry, in the shapes of GoTrue")
                .toString();
    }
}
