package dev.belfry.realtime.protocol;

import dev.belfry.domain.change.Json;
import dev.belfry.realtime.protocol.ServerMessage.BareChange;
import dev.belfry.realtime.protocol.ServerMessage.Broadcast;
import dev.belfry.realtime.protocol.ServerMessage.Close;
import dev.belfry.realtime.protocol.ServerMessage.Notice;
import dev.belfry.realtime.protocol.ServerMessage.PostgresChanges;
import dev.belfry.realtime.protocol.ServerMessage.PresenceDiff;
import dev.belfry.realtime.protocol.ServerMessage.PresenceState;
import dev.belfry.realtime.protocol.ServerMessage.Replayed;
import dev.belfry.realtime.protocol.ServerMessage.Reply;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What both versions share: events to message types, message types to events and payloads. */
final class Codec {

    private Codec() {}

    /** Jackson answers an exponent beyond an int with a NumberFormatException. */
    static JsonNode tree(String text) throws MalformedFrame {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JacksonException | NumberFormatException e) {
            throw new MalformedFrame("the frame is no JSON");
        }
    }

    static String utf8(ByteBuffer bytes) throws MalformedFrame {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedFrame("a text in a binary frame must be UTF-8");
        }
    }

    static void requireJson(String text) throws MalformedFrame {
        try (var parser = Json.MAPPER.createParser(text)) {
            if (parser.nextToken() == null) {
                throw new MalformedFrame("the payload of a broadcast must be JSON, not empty");
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw new MalformedFrame("the payload of a broadcast must be one JSON value");
            }
        } catch (JacksonException | NumberFormatException e) {
            throw new MalformedFrame("the payload of a broadcast must be JSON");
        }
    }

    /** @param size of the frame, in bytes: what a broadcast in it is measured by */
    static ClientMessage message(
            JsonNode joinRef, JsonNode ref, JsonNode topic, JsonNode event, JsonNode payload, int size)
            throws MalformedFrame {
        if (!topic.isString() || !event.isString()) {
            throw new MalformedFrame("topic and event must be strings");
        }
        var refs = new Refs(reference(joinRef), reference(ref));
        var content = content(payload);
        var name = topic.asString();
        return switch (event.asString()) {
            case "phx_join" -> new ClientMessage.Join(refs, name, content);
            case "phx_leave" -> new ClientMessage.Leave(refs, name);
            case "heartbeat" -> new ClientMessage.Heartbeat(refs, name);
            case "access_token" -> {
                var token = content.path("access_token");
                yield new ClientMessage.AccessToken(refs, name, token.isString() ? token.asString() : null);
            }
            case "broadcast" ->
                new ClientMessage.Broadcast(refs, name, new BroadcastContent.Whole(content, size), null);
            case "presence" -> presence(refs, name, content);
            default -> new ClientMessage.Other(refs, name, event.asString());
        };
    }

    private static ClientMessage presence(Refs refs, String topic, ObjectNode content) {
        var event = content.path("event");
        var name = event.isString() ? event.asString().toLowerCase(Locale.ROOT) : "";
        return switch (name) {
            case "track" ->
                new ClientMessage.Track(
                        refs, topic, content.path("payload") instanceof ObjectNode state ? state : null);
            case "untrack" -> new ClientMessage.Untrack(refs, topic);
            default -> new ClientMessage.Other(refs, topic, "presence");
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
            case ServerMessage.Failure ignored -> "phx_error";
            case Notice ignored -> "system";
            case PresenceState ignored -> "presence_state";
            case PresenceDiff ignored -> "presence_diff";
            case Broadcast ignored -> "broadcast";
            case Replayed ignored -> "broadcast";
            case PostgresChanges ignored -> "postgres_changes";
            case BareChange change -> change.kind();
        };
    }

    /** Who may carry which reference: the table of protocol §2.2. */
    static Refs refs(ServerMessage message) {
        return switch (message) {
            case Reply reply -> reply.refs();
            case Close close -> Refs.ofEnd(close.joinRef());
            case ServerMessage.Failure failure -> Refs.ofEnd(failure.joinRef());
            case Notice notice -> new Refs(notice.joinRef(), null);
            case PresenceState state -> new Refs(state.joinRef(), null);
            case Replayed replayed -> new Refs(replayed.joinRef(), null);
            case ServerMessage.ForMany ignored -> Refs.NONE;
        };
    }

    /** The payload as JSON text, or null for bytes, which are none. */
    static @Nullable String payload(ServerMessage message) {
        return switch (message) {
            case Reply reply ->
                "{\"status\":\"" + (reply.ok() ? "ok" : "error") + "\",\"response\":" + reply.response() + "}";
            case Close ignored -> "{}";
            case ServerMessage.Failure ignored -> "{}";
            case Notice notice ->
                "{\"extension\":" + quoted(notice.extension()) + ",\"status\":\"" + (notice.ok() ? "ok" : "error")
                        + "\",\"message\":" + quoted(notice.text()) + ",\"channel\":"
                        + quoted(Topic.name(notice.topic())) + "}";
            case PresenceState state -> PresenceJson.of(state.metas());
            case PresenceDiff diff ->
                "{\"joins\":" + PresenceJson.of(diff.joins()) + ",\"leaves\":" + PresenceJson.of(diff.leaves()) + "}";
            case Broadcast broadcast -> broadcast(broadcast.content());
            case Replayed replayed -> broadcast(replayed.content());
            case PostgresChanges change ->
                "{\"ids\":" + Json.of(change.ids()) + ",\"data\":"
                        + change.data().get() + "}";
            case BareChange change -> change.data().get();
        };
    }

    private static @Nullable String broadcast(BroadcastContent content) {
        return switch (content) {
            case BroadcastContent.Whole whole -> whole.payload().toString();
            case BroadcastContent.Json json ->
                "{\"type\":\"broadcast\",\"event\":" + quoted(json.event()) + ",\"payload\":"
                        + new String(json.text(), StandardCharsets.UTF_8)
                        + (json.meta() == null
                                ? "}"
                                : ",\"meta\":" + json.meta().json() + "}");
            case BroadcastContent.Binary ignored -> null;
        };
    }

    static String quoted(@Nullable String text) {
        return text == null ? "null" : Json.MAPPER.writeValueAsString(text);
    }
}
