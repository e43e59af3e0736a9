package dev.belfry.voice.local;

import dev.belfry.domain.change.Json;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What the events of a server have in common (docs/voice.md). */
final class Events {

    private Events() {}

    static ObjectNode event(String type) {
        return Json.MAPPER.createObjectNode().put("type", type).put("event_id", id("event"));
    }

    static String id(String kind) {
        return kind + "_" + UUID.randomUUID().toString().replace("-", "").substring(0, 21);
    }

    /** @param about the {@code event_id} of the client's event that caused it, if it had one */
    static ObjectNode error(String type, @Nullable String code, String message, @Nullable String about) {
        var event = event("error");
        event.putObject("error")
                .put("type", type)
                .put("code", code)
                .put("message", message)
                .putNull("param")
                .put("event_id", about);
        return event;
    }
}
