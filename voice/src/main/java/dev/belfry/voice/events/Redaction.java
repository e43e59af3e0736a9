package dev.belfry.voice.events;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes what is the server's own out of a session before a page sees it (voice reference §2.1). */
public final class Redaction {

    private static final List<String> PRIVATE = List.of("instructions", "tools", "tool_choice", "prompt", "tracing");

    private Redaction() {}

    /** True if there was something to take out. */
    public static boolean redact(ObjectNode event) {
        var redacted = false;
        for (var holder : List.<JsonNode>of(event.path("session"), event.path("response"))) {
            if (holder instanceof ObjectNode object) {
                var before = object.size();
                object.remove(PRIVATE);
                redacted |= object.size() < before;
            }
        }
        return redacted;
    }
}
