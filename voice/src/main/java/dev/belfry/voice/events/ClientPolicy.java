package dev.belfry.voice.events;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a page may say to the provider: what is allowed passes, of what it may say in part that part passes, all else is refused
 * (voice reference §2.3). Instructions, tools, the model and the words of others are the server's. One for each page; the page's thread
 * judges, the provider's says what was called.
 */
public final class ClientPolicy {

    private static final int MAX_TEXT = 4_000;
    private static final int MAX_CALLS = 20;
    private static final Set<String> PASSED = Set.of(
            EventText.APPEND,
            "input_audio_buffer.commit",
            "input_audio_buffer.clear",
            "response.cancel",
            "conversation.item.truncate");

    private final Rules rules;
    private final Deque<String> openCalls = new ArrayDeque<>();

    /**
     * What the server's settings say about it.
     *
     * @param voices that a page may choose from
     * @param transcriptionModel what speech is written down by; a page may say the language only
     * @param maxOutputTokens of one response
     */
    public record Rules(Set<String> voices, String transcriptionModel, int maxOutputTokens) {

        public Rules {
            voices = Set.copyOf(voices);
        }
    }

    /** What becomes of a page's event. */
    public sealed interface Ruling {

        /** It goes on as it came. */
        record Pass() implements Ruling {}

        /** That goes on in its place. */
        record Replaced(ObjectNode event) implements Ruling {}

        /** It is nobody's business, and no mistake. */
        record Dropped() implements Ruling {}

        record Refused(String code, String message) implements Ruling {}
    }

    public ClientPolicy(Rules rules) {
        this.rules = rules;
    }

    /** @param event in the general form; may be changed */
    public Ruling judge(ObjectNode event) {
        var type = event.path("type").asString("");
        if (PASSED.contains(type)) {
            return new Ruling.Pass();
        }
        return switch (type) {
            case "session.update" -> session(event);
            case "response.create" -> response(event);
            case "conversation.item.create" -> item(event);
            case "output_audio_buffer.clear" -> new Ruling.Dropped();
            case "conversation.item.delete", "conversation.item.retrieve" ->
                new Ruling.Refused("event_not_allowed", "This server does not allow " + type);
            default ->
                new Ruling.Refused(
                        "unknown_event",
                        "The event's type is not one of those that a client may send: session.update,"
                                + " input_audio_buffer.append, .commit, .clear, conversation.item.create, .truncate,"
                                + " response.create, .cancel");
        };
    }

    /** The model asks the page for a function's result: one may come. */
    public synchronized void called(String callId) {
        openCalls.add(callId);
        if (openCalls.size() > MAX_CALLS) {
            openCalls.remove();
        }
    }

    private Ruling session(ObjectNode event) {
        var session = event.path("session");
        var voice = session.at("/audio/output/voice");
        if (!voice.isMissingNode() && !(voice.isString() && rules.voices().contains(voice.asString()))) {
            return new Ruling.Refused("invalid_value", "The voice must be one of " + rules.voices());
        }
        var kept = Events.object().put("type", "realtime");
        copy(session, kept, "/audio/input", "turn_detection", "noise_reduction");
        copy(session, kept, "/audio/output", "speed", "voice");
        var language = session.at("/audio/input/transcription/language");
        if (language.isString()) {
            child(child(kept, "audio"), "input")
                    .putObject("transcription")
                    .put("model", rules.transcriptionModel())
                    .set("language", language);
        }
        return replaced(event, "session", kept);
    }

    private Ruling response(ObjectNode event) {
        if (!event.has("response")) {
            return new Ruling.Pass();
        }
        var kept = Events.object();
        copy(event.path("response"), kept, "", "output_modalities", "metadata");
        var tokens = event.path("response").path("max_output_tokens");
        if (tokens.isIntegralNumber()) {
            kept.put(
                    "max_output_tokens",
                    Math.clamp(tokens.asLong(rules.maxOutputTokens()), 1, rules.maxOutputTokens()));
        }
        return replaced(event, "response", kept);
    }

    private Ruling item(ObjectNode event) {
        var item = event.path("item");
        var problem =
                switch (item.path("type").asString("")) {
                    case "message" -> messageProblem(item);
                    case "function_call_output" -> outputProblem(item);
                    default -> "The type of an item must be message or function_call_output";
                };
        return problem == null ? new Ruling.Pass() : new Ruling.Refused("invalid_value", problem);
    }

    private static @Nullable String messageProblem(JsonNode message) {
        if (!message.path("role").asString("").equals("user")) {
            return "The role of a message must be user";
        }
        if (!message.path("content").isArray()) {
            return "The content of a message must be a list of parts";
        }
        var length = 0;
        for (var part : message.path("content")) {
            switch (part.path("type").asString("")) {
                case "input_audio" -> {}
                case "input_text" -> {
                    length += part.path("text").asString("").length();
                    if (length > MAX_TEXT) {
                        return "The text of a message may have " + MAX_TEXT + " characters at most";
                    }
                }
                default -> {
                    return "The parts of a message must be input_text or input_audio";
                }
            }
        }
        return null;
    }

    private synchronized @Nullable String outputProblem(JsonNode item) {
        return openCalls.remove(item.path("call_id").asString(""))
                ? null
                : "The call_id of a function's output must be one that the model has called, and that has no output yet";
    }

    private static Ruling replaced(ObjectNode event, String name, ObjectNode kept) {
        var replacement = Events.object();
        for (var member : List.of("type", "event_id")) {
            if (event.path(member).isString()) {
                replacement.set(member, event.path(member));
            }
        }
        replacement.set(name, kept);
        return new Ruling.Replaced(replacement);
    }

    /** Copies some members from a place in one object to the same place in another. */
    private static void copy(JsonNode from, ObjectNode to, String place, String... names) {
        for (var name : names) {
            var value = from.at(place).path(name);
            if (!value.isMissingNode()) {
                var target = to;
                for (var step : place.split("/", -1)) {
                    target = step.isEmpty() ? target : child(target, step);
                }
                target.set(name, value);
            }
        }
    }

    private static ObjectNode child(ObjectNode parent, String name) {
        return parent.get(name) instanceof ObjectNode child ? child : parent.putObject(name);
    }
}
