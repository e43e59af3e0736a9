package dev.belfry.voice.events;

import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Translates for a page that speaks the beta form (voice reference §1.3). Events that are not in the tables are the same in both
 * forms and stay as they are, byte for byte; audio gets another type and nothing else. One for each page.
 */
public final class BetaDialect {

    /** Other names for the same content; the text is spliced. */
    private static final Map<String, String> RENAMED = Map.of(
            "response.output_audio.delta", "response.audio.delta",
            "response.output_audio.done", "response.audio.done",
            "response.output_audio_transcript.delta", "response.audio_transcript.delta",
            "response.output_audio_transcript.done", "response.audio_transcript.done",
            "response.output_text.delta", "response.text.delta",
            "response.output_text.done", "response.text.done");

    /** What the beta form has no word for. */
    private static final Set<String> UNKNOWN = Set.of(
            "conversation.item.done",
            "conversation.item.input_audio_transcription.segment",
            "input_audio_buffer.timeout_triggered",
            "input_audio_buffer.dtmf_event_received",
            "response.mcp_call_arguments.delta",
            "response.mcp_call_arguments.done",
            "response.mcp_call.in_progress",
            "response.mcp_call.completed",
            "response.mcp_call.failed",
            "mcp_list_tools.in_progress",
            "mcp_list_tools.completed",
            "mcp_list_tools.failed");

    private static final String ADDED = "conversation.item.added";
    private static final String CREATED = "conversation.item.created";

    /** Events with an object that looks otherwise. */
    private static final Map<String, Consumer<ObjectNode>> REWRITTEN = Map.of(
            "session.created",
            BetaDialect::sessionEvent,
            "session.updated",
            BetaDialect::sessionEvent,
            "response.created",
            BetaDialect::response,
            "response.done",
            BetaDialect::response,
            "response.output_item.added",
            event -> item(event.path("item"), BetaDialect::betaContent),
            "response.output_item.done",
            event -> item(event.path("item"), BetaDialect::betaContent),
            CREATED,
            event -> item(event.path("item"), BetaDialect::betaContent),
            "conversation.item.retrieved",
            event -> item(event.path("item"), BetaDialect::betaContent),
            ADDED,
            event -> {
                item(event.path("item"), BetaDialect::betaContent);
                event.put("type", CREATED);
            });

    private @Nullable String announced;

    /** A provider's event as the page knows it, or null if it knows none such. */
    public @Nullable String toPage(String text, EventText.Type type) {
        var other = RENAMED.get(type.name());
        if (other != null) {
            return type.replacedIn(text, other);
        }
        if (UNKNOWN.contains(type.name())) {
            return null;
        }
        var rewriting = REWRITTEN.get(type.name());
        if (rewriting == null) {
            return text;
        }
        var event = Events.read(text);
        if (event == null || isAnnounced(type.name(), event.path("item"))) {
            return event == null ? text : null;
        }
        rewriting.accept(event);
        return event.toString();
    }

    /** The general form has two words for a new item, and says one of them; should it say both, the page hears of the item once. */
    private boolean isAnnounced(String type, JsonNode item) {
        if (!type.equals(ADDED) && !type.equals(CREATED)) {
            return false;
        }
        var id = item.path("id").asString("");
        if (id.equals(announced)) {
            return true;
        }
        announced = id;
        return false;
    }

    /** A page's event in the general form; the same object, if there is nothing to translate. */
    public static ObjectNode fromPage(ObjectNode event) {
        switch (event.path("type").asString("")) {
            case "session.update" -> event.set("session", generalSession(event.path("session")));
            case "transcription_session.update" ->
                event.put("type", "session.update").set("session", generalSession(event.path("session")));
            case "response.create" -> {
                if (event.path("response") instanceof ObjectNode response) {
                    event.set("response", SessionForms.toGeneral(response));
                }
            }
            case "conversation.item.create" -> item(event.path("item"), BetaDialect::generalContent);
            default -> {}
        }
        return event;
    }

    /** A session object as the beta form has it. */
    public static ObjectNode session(ObjectNode general) {
        return SessionForms.toBeta(general, "max_response_output_tokens");
    }

    private static JsonNode generalSession(JsonNode session) {
        return session instanceof ObjectNode flat && !SessionForms.isGeneral(flat)
                ? SessionForms.toGeneral(flat).put("type", "realtime")
                : session;
    }

    private static void sessionEvent(ObjectNode event) {
        if (event.path("session") instanceof ObjectNode session) {
            event.set("session", session(session));
        }
    }

    private static void response(ObjectNode event) {
        if (event.path("response") instanceof ObjectNode response) {
            var beta = SessionForms.toBeta(response, "max_output_tokens");
            beta.path("output").forEach(item -> item(item, BetaDialect::betaContent));
            event.set("response", beta);
        }
    }

    private static void item(JsonNode item, Consumer<ObjectNode> content) {
        if (item.path("content") instanceof ArrayNode parts) {
            parts.forEach(part -> {
                if (part instanceof ObjectNode object) {
                    content.accept(object);
                }
            });
        }
    }

    private static void betaContent(ObjectNode part) {
        rename(part, Map.of("output_text", "text", "output_audio", "audio"));
    }

    private static void generalContent(ObjectNode part) {
        rename(part, Map.of("text", "output_text", "audio", "output_audio"));
    }

    private static void rename(ObjectNode part, Map<String, String> names) {
        var type = names.get(part.path("type").asString(""));
        if (type != null) {
            part.put("type", type);
        }
    }
}
