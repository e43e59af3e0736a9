package dev.belfry.realtime.api;

import dev.belfry.domain.change.Json;
import dev.belfry.domain.messages.Asker;
import dev.belfry.domain.messages.MessagesFailed;
import dev.belfry.domain.messages.Right;
import dev.belfry.realtime.api.Batch.Message;
import dev.belfry.realtime.channel.Archive;
import dev.belfry.realtime.channel.ChannelPolicies;
import dev.belfry.realtime.http.Caller;
import dev.belfry.realtime.http.ForPolicies;
import dev.belfry.realtime.http.JsonBody;
import dev.belfry.realtime.hub.Hub;
import dev.belfry.realtime.hub.TopicKey;
import dev.belfry.realtime.limits.Limits;
import dev.belfry.realtime.protocol.BroadcastContent;
import dev.belfry.realtime.protocol.MalformedFrame;
import dev.belfry.realtime.protocol.Persist;
import dev.belfry.realtime.protocol.ServerMessage;
import dev.belfry.realtime.traffic.Traffic;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Broadcasts over HTTP (protocol §5.3): many at once, or one with its payload as the body. */
@Path("/broadcast")
@RequestScoped
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public class BroadcastResource {

    private static final int UNPROCESSABLE = 422;
    private static final int MAX_NAME_BYTES = 255;
    private static final Set<Right> TO_SEND = Set.of(Right.BROADCAST_WRITE);
    private static final Set<Right> TO_KEEP = Set.of(Right.BROADCAST_WRITE, Right.PERSISTENCE_WRITE);

    @Inject
    Hub hub;

    @Context
    SecurityContext security;

    @Context
    HttpServletRequest request;

    @Inject
    ChannelPolicies policies;

    @Inject
    Archive archive;

    @Inject
    Limits limits;

    @Inject
    Traffic traffic;

    /** Messages for private topics that the caller may not write to are left out, silently: the answer is 202 all the same. */
    @POST
    public Response batch(byte[] body) {
        JsonNode read;
        try {
            read = Json.MAPPER.readTree(body);
        } catch (JacksonException | NumberFormatException e) {
            return answer(400, JsonBody.of("message", "The body must be JSON: {\"messages\":[…]}"));
        }
        var batch = Batch.of(read, limits.messageBytes());
        if (batch.errors() != null) {
            return answer(UNPROCESSABLE, batch.errors());
        }
        if (batch.messages().size() > limits.messages()) {
            var problem = JsonBody.of("message", "Too many messages to broadcast, please reduce the batch size")
                    .put("limit", limits.messages() + " messages per request");
            return answer(429, problem);
        }
        publish(batch);
        return Response.accepted().build();
    }

    @POST
    @Path("/{topic}/events/{event}")
    public Response single(
            @PathParam("topic") String topic,
            @PathParam("event") String event,
            @QueryParam("private") @DefaultValue("false") boolean isPrivate,
            @QueryParam("persist") @Nullable String persist,
            @QueryParam("persist[ttl]") @Nullable String ttl,
            @HeaderParam("content-type") @DefaultValue("") String type,
            byte[] body) {
        var kept = kept(persist, ttl);
        var problem = problem(topic, event, body.length, isPrivate, kept);
        if (problem != null) {
            var errors = Json.MAPPER.createObjectNode();
            errors.set("errors", problem);
            return answer(UNPROCESSABLE, errors);
        }
        var key = new TopicKey(topic, isPrivate);
        try {
            if (!mayWrite(key, kept == null ? TO_SEND : TO_KEEP)) {
                return answer(403, JsonBody.of("message", "Unauthorized"));
            }
            var content = content(type.toLowerCase(Locale.ROOT), event, body);
            if (content == null) {
                return answer(
                        415,
                        JsonBody.of(
                                "error", "Unsupported Media Type. Use application/json or application/octet-stream"));
            }
            if (kept != null && kept.life() != null) {
                publishKept(key, content, kept.life());
            } else {
                publish(new Message(key, content));
            }
            return Response.accepted().build();
        } catch (MessagesFailed e) {
            return Undecided.response(e.reason());
        } catch (MalformedFrame e) {
            return answer(400, JsonBody.of("message", "The body must be JSON, as its content type says"));
        }
    }

    private static @Nullable Persist kept(@Nullable String persist, @Nullable String ttl) {
        if (ttl != null) {
            return Persist.ofSeconds(ttl);
        }
        return "true".equals(persist) ? Persist.FOR_LONG : null;
    }

    /** Sent first, then stored (protocol §5.2). */
    private void publishKept(TopicKey topic, BroadcastContent.Event content, Duration life) throws MessagesFailed {
        var id = UUID.randomUUID().toString();
        publish(new Message(topic, content.with(new BroadcastContent.Meta(id, false))));
        archive.store(content.stored(id, topic.name()), life);
    }

    private @Nullable ObjectNode problem(
            String topic, String event, int size, boolean isPrivate, @Nullable Persist kept) {
        var problem = Json.MAPPER.createObjectNode();
        if (length(topic) > MAX_NAME_BYTES - "realtime:".length()) {
            problem.putArray("topic").add("should be at most 246 byte(s)");
        }
        if (length(event) > MAX_NAME_BYTES) {
            problem.putArray("event").add("should be at most 255 byte(s)");
        }
        if (size > limits.messageBytes()) {
            problem.putArray("payload").add("Payload size exceeds tenant limit");
        }
        if (kept != null && !isPrivate) {
            problem.putArray("persist").add("can only be used on private channels");
        } else if (kept != null && kept.life() == null) {
            problem.putArray("persist").add("ttl must be seconds from 1 to 259200");
        }
        return problem.isEmpty() ? null : problem;
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static BroadcastContent.@Nullable Event content(String type, String event, byte[] body)
            throws MalformedFrame {
        if (type.startsWith(MediaType.APPLICATION_JSON)) {
            return BroadcastContent.Json.of(event, body);
        }
        return type.startsWith(MediaType.APPLICATION_OCTET_STREAM) ? new BroadcastContent.Binary(event, body) : null;
    }

    private boolean mayWrite(TopicKey topic, Set<Right> needed) throws MessagesFailed {
        var asker = new Asker(Caller.of(security).claims(), ForPolicies.of(request));
        return policies.on(topic, asker, needed).containsAll(needed);
    }

    /** Each topic is asked about once, and none any more after one of them took too long or failed. */
    private void publish(Batch batch) {
        var allowed = new HashMap<TopicKey, Boolean>();
        var isAnswered = true;
        for (var message : batch.messages()) {
            var topic = message.topic();
            if (!allowed.containsKey(topic) && (isAnswered || !topic.isPrivate())) {
                try {
                    allowed.put(topic, mayWrite(topic, TO_SEND));
                } catch (MessagesFailed e) {
                    isAnswered = false; // the log says why
                }
            }
            if (allowed.getOrDefault(topic, false)) {
                publish(message);
            }
        }
    }

    private void publish(Message message) {
        traffic.broadcastOverHttp();
        hub.publish(message.topic(), new ServerMessage.Broadcast(message.topic().topic(), message.content()));
    }

    private static Response answer(int status, ObjectNode body) {
        return Response.status(status).entity(body.toString()).build();
    }
}
