package dev.belfry.realtime.api;

import dev.belfry.realtime.channel.ChannelPolicies;
import dev.belfry.realtime.http.Caller;
import dev.belfry.realtime.http.JsonBody;
import dev.belfry.realtime.hub.TopicKey;
import dev.belfry.realtime.presence.Presences;
import dev.belfry.realtime.protocol.PresenceJson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Who is on a topic, without joining it: the state as the wire has it (protocol §6.1). */
@Path("/presence")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class PresenceResource {

    @Inject
    Presences presences;

    @Context
    SecurityContext security;

    @Inject
    ChannelPolicies policies;

    @GET
    @Path("/{topic}")
    public CompletionStage<Response> who(
            @PathParam("topic") String topic, @QueryParam("private") @DefaultValue("false") boolean isPrivate) {
        var key = new TopicKey(topic, isPrivate);
        if (!policies.on(key, Caller.of(security).claims()).presenceRead()) {
            var refusal = JsonBody.of("message", "Unauthorized").toString();
            return CompletableFuture.completedFuture(
                    Response.status(Response.Status.FORBIDDEN).entity(refusal).build());
        }
        return presences
                .current(key)
                .thenApply(metas -> Response.ok(PresenceJson.of(metas)).build());
    }
}
