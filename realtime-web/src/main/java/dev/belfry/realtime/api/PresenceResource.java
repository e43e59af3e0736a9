package dev.belfry.realtime.api;

import dev.belfry.domain.messages.Asker;
import dev.belfry.domain.messages.MessagesFailed;
import dev.belfry.domain.messages.Right;
import dev.belfry.realtime.channel.ChannelPolicies;
import dev.belfry.realtime.http.Caller;
import dev.belfry.realtime.http.ForPolicies;
import dev.belfry.realtime.http.JsonBody;
import dev.belfry.realtime.hub.TopicKey;
import dev.belfry.realtime.presence.Presences;
import dev.belfry.realtime.protocol.PresenceJson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Who is on a topic, without joining it: the state as the wire has it (protocol §6.1). */
@Path("/presence")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class PresenceResource {

    private static final Set<Right> TO_SEE = Set.of(Right.PRESENCE_READ);

    @Inject
    Presences presences;

    @Context
    SecurityContext security;

    @Context
    HttpServletRequest request;

    @Inject
    ChannelPolicies policies;

    @GET
    @Path("/{topic}")
    public CompletionStage<Response> who(
            @PathParam("topic") String topic, @QueryParam("private") @DefaultValue("false") boolean isPrivate) {
        var key = new TopicKey(topic, isPrivate);
        try {
            var asker = new Asker(Caller.of(security).claims(), ForPolicies.of(request));
            if (policies.on(key, asker, TO_SEE).isEmpty()) {
                var refusal = JsonBody.of("message", "Unauthorized").toString();
                return CompletableFuture.completedFuture(Response.status(Response.Status.FORBIDDEN)
                        .entity(refusal)
                        .build());
            }
        } catch (MessagesFailed e) {
            return CompletableFuture.completedFuture(Undecided.response(e.reason()));
        }
        return presences
                .current(key)
                .thenApply(metas -> Response.ok(PresenceJson.of(metas)).build());
    }
}
