package dev.belfry.voice.events;

import dev.belfry.domain.change.Json;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads events as trees, where a tree is needed, and makes them. */
public final class Events {

    /** What is translated is deeper than before, and has to be written all the same. */
    private static final int MAX_DEPTH = 200;

    /** Of two members of one name, one reader takes the first and another the last: nobody gets such a text. */
    private static final ObjectReader STRICT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader()
            .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

    private Events() {}

    /** The event as a tree, or null if the text is no JSON object. */
    public static @Nullable ObjectNode read(String text) {
        try {
            return STRICT.readTree(text) instanceof ObjectNode event ? event : null;
        } catch (JacksonException | NumberFormatException e) {
            // the last is Jackson's answer to an exponent beyond an int
            return null;
        }
    }

    public static ObjectNode of(String type) {
        return Json.MAPPER.createObjectNode().put("type", type).put("event_id", id("event"));
    }

    public static ObjectNode object() {
        return Json.MAPPER.createObjectNode();
    }

    /** A new id, as OpenAI's look. */
    public static String id(String prefix) {
        return prefix + "_" + UUID.randomUUID().toString().replace("-", "");
    }

    /** The text of a member, or null if it is none. */
    public static @Nullable String text(JsonNode parent, String name) {
        var value = parent.path(name);
        return value.isString() ? value.asString() : null;
    }

    /**
     * An {@code error} event in OpenAI's shape.
     *
     * @param cause the {@code event_id} of the client's event that was wrong, if it had one
     */
    public static String error(String type, String code, String message, @Nullable String cause) {
        var event = of("error");
        event.putObject("error")
                .put("type", type)
                .put("code", code)
                .put("message", message)
                .putNull("param")
                .put("event_id", cause);
        return event.toString();
    }
}
