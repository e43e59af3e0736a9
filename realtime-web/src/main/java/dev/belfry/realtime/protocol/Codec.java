package dev.belfry.realtime.protocol;

import dev.belfry.domain.capture.Json;
import dev.belfry.realtime.protocol.ClientMessage.AccessToken;
import dev.belfry.realtime.protocol.ClientMessage.Heartbeat;
import dev.belfry.realtime.protocol.ClientMessage.Join;
import dev.belfry.realtime.protocol.ClientMessage.Leave;
import dev.belfry.realtime.protocol.ClientMessage.Other;
import dev.belfry.realtime.protocol.ServerMessage.Close;
import dev.belfry.realtime.protocol.ServerMessage.Notice;
import dev.belfry.realtime.protocol.ServerMessage.PostgresChanges;
import dev.belfry.realtime.protocol.ServerMessage.Reply;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What both versions share: events to message types, message types to events and payloads. */
final class Codec {

    private Codec() {}

    static ClientMessage message(JsonNode joinRef, JsonNode ref, JsonNode topic, JsonNode event, JsonNode payload)
            throws MalformedFrame {
        if (!topic.isString() || !event.isString()) {
            throw new MalformedFrame("topic and event must be strings");
        }
        var refs = new Refs(reference(joinRef), reference(ref));
        var content = content(payload);
        var name = topic.asString();
        return switch (event.asString()) {
            case "phx_join" -> new Join(refs, name, content);
            case "phx_leave" -> new Leave(refs, name);
            case "heartbeat" -> new Heartbeat(refs, name);
            case "access_token" -> {
                var token = content.path("access_token");
                yield new AccessToken(refs, name, token.isString() ? token.asString() : null);
            }
            default -> new Other(refs, name, event.asString());
        };
    }

    private static @Nullable String reference(JsonNode ref) throws MalformedFrame {
        if (ref.isString()) {
            return ref.asString();
        }
        if (ref.isNull() || ref.isMissingNode()) {
            return null;
        }
        throw new MalformedFrame("ref and join_ref must be strings or null");
    }

    private static ObjectNode content(JsonNode payload) throws MalformedFrame {
        if (payload instanceof ObjectNode object) {
            return object;
        }
        if (payload.isNull() || payload.isMissingNode()) {
            return Json.MAPPER.createObjectNode();
        }
        throw new MalformedFrame("payload must be a JSON object");
    }

    static String event(ServerMessage message) {
        return switch (message) {
            case Reply ignored -> "phx_reply";
            case Close ignored -> "phx_close";
            case Notice ignored -> "system";
            case PostgresChanges ignored -> "postgres_changes";
        };
    }

    /** Who may carry which reference: the table of protocol §2.2. */
    static Refs refs(ServerMessage message) {
        return switch (message) {
            case Reply reply -> reply.refs();
            case Close close -> Refs.ofEnd(close.joinRef());
            case Notice notice -> new Refs(notice.joinRef(), null);
            case PostgresChanges ignored -> Refs.NONE;
        };
    }

    static String payload(ServerMessage message) {
        return switch (message) {
            case Reply reply ->
                "{\"status\":\"" + (reply.ok() ? "ok" : "error") + "\",\"response\":" + reply.response() + "}";
            case Close ignored -> "{}";
            case Notice notice ->
                "{\"extension\":" + quoted(notice.extension()) + ",\"status\":\"" + (notice.ok() ? "ok" : "error")
                        + "\",\"message\":" + quoted(notice.text()) + ",\"channel\":"
                        + quoted(Topic.name(notice.topic())) + "}";
            case PostgresChanges change ->
                "{\"ids\":" + change.ids() + ",\"data\":" + change.data().get() + "}";
        };
    }

    static String quoted(@Nullable String text) {
        return text == null ? "null" : Json.MAPPER.writeValueAsString(text);
    }
}
