package dev.belfry.voice.local;

import dev.belfry.domain.change.Json;
import dev.belfry.voice.assistant.Message;
import dev.belfry.voice.assistant.Message.Speaker;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One message of a conversation. Sound is not kept: of what was spoken there is the text, and how long it took. */
record Item(String id, Form form, String text, long audioMillis, String status) {

    /** Who said it, and how; with the name of its content in GA. */
    enum Form {
        SPOKEN_BY_USER(Speaker.USER, "input_audio", "transcript"),
        WRITTEN_BY_USER(Speaker.USER, "input_text", "text"),
        SPOKEN(Speaker.ASSISTANT, "output_audio", "transcript"),
        WRITTEN(Speaker.ASSISTANT, "output_text", "text");

        private final Speaker speaker;
        private final String content;
        private final String textName;

        Form(Speaker speaker, String content, String textName) {
            this.speaker = speaker;
            this.content = content;
            this.textName = textName;
        }

        private String role() {
            return speaker.name().toLowerCase(Locale.ROOT);
        }

        private boolean isPart(JsonNode part) {
            return part.path("type").asString("").equals(content)
                    && part.path("text").isString();
        }
    }

    /** What a client adds to the conversation; absent if that is no text of a user or of the assistant. */
    static @Nullable Item written(JsonNode asked) {
        var form = asked.path("role").asString("").equals("assistant") ? Form.WRITTEN : Form.WRITTEN_BY_USER;
        var isMessage = asked.path("type").asString("message").equals("message")
                && asked.path("role").asString("").equals(form.role());
        var parts = asked.path("content").valueStream().toList();
        if (!isMessage || parts.isEmpty() || !parts.stream().allMatch(form::isPart)) {
            return null;
        }
        var text = parts.stream().map(part -> part.path("text").asString()).collect(Collectors.joining(" "));
        return new Item(asked.path("id").asString(Events.id("item")), form, text, 0, "completed");
    }

    /** Ends where it was not listened to any longer; of the text stays about as much. */
    Item truncated(long endMillis) {
        var length = audioMillis == 0 ? 0 : (int) (text.length() * endMillis / audioMillis);
        return new Item(id, form, text.substring(0, length), endMillis, status);
    }

    Item withText(String newText, long newAudioMillis, String newStatus) {
        return new Item(id, form, newText, newAudioMillis, newStatus);
    }

    Message message() {
        return new Message(form.speaker, text);
    }

    boolean isAnswer() {
        return form.speaker == Speaker.ASSISTANT;
    }

    /** The transcript of what a user said follows in an event of its own. */
    ObjectNode json() {
        var json = withoutContent();
        var isPending = form == Form.SPOKEN_BY_USER && text.isEmpty();
        json.withArray("content").addObject().put("type", form.content).put(form.textName, isPending ? null : text);
        return json;
    }

    /** An answer that has just begun has nothing in it yet. */
    ObjectNode withoutContent() {
        var json = Json.MAPPER
                .createObjectNode()
                .put("id", id)
                .put("object", "realtime.item")
                .put("type", "message")
                .put("status", status)
                .put("role", form.role());
        json.putArray("content");
        return json;
    }
}
