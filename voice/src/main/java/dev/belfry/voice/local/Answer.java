package dev.belfry.voice.local;

import dev.belfry.domain.change.Json;
import dev.belfry.voice.speech.Sound;
import dev.belfry.voice.speech.TextToSpeech;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One response, from {@code response.created} to {@code response.done}: one item with one part, spoken or written. A sentence is
 * made sound when it is its turn, so what is interrupted has cost nothing and is not in the conversation.
 */
final class Answer {

    private static final int DELTA_BYTES = Sound.bytes(100);

    private final String id = Events.id("resp");
    private final Session session;
    private final @Nullable JsonNode metadata;
    private final Consumer<JsonNode> out;
    private final Queue<String> sentences = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();
    private Item item;
    private byte[] sound = {};
    private int given;
    private long givenBytes;
    private boolean hasBegun;
    private @Nullable String previous;

    /**
     * @param asked the client's {@code response}, if it asked for one
     * @param out where events go
     */
    Answer(Session session, JsonNode asked, Consumer<JsonNode> out) {
        this.session = session;
        this.out = out;
        metadata = asked.get("metadata");
        var isSpoken = asked.at("/output_modalities/0")
                .asString(session.speaks() ? "audio" : "text")
                .equals("audio");
        item = new Item(Events.id("item"), isSpoken ? Item.Form.SPOKEN : Item.Form.WRITTEN, "", 0, "in_progress");
        out.accept(Events.event("response.created").set("response", response("in_progress", null)));
    }

    /** @param previous the item before it in the conversation */
    Item begin(String wholeText, @Nullable String previous) {
        hasBegun = true;
        this.previous = previous;
        sentences.addAll(Sentences.of(wholeText));
        out.accept(inResponse("response.output_item.added").set("item", item.withoutContent()));
        out.accept(Events.event("conversation.item.added")
                .put("previous_item_id", previous)
                .set("item", item.withoutContent()));
        out.accept(inPart("response.content_part.added").set("part", part()));
        return item;
    }

    /** How much sound is out. */
    long givenMillis() {
        return Sound.millis(givenBytes);
    }

    /**
     * Gives the next piece of it.
     *
     * @return false when there is none any more
     */
    boolean giveNext(TextToSpeech mouth) {
        if (given < sound.length) {
            giveSound();
            return true;
        }
        var sentence = sentences.poll();
        if (sentence == null) {
            return false;
        }
        var delta = text.isEmpty() ? sentence : " " + sentence;
        text.append(delta);
        out.accept(inPart(isSpoken() ? "response.output_audio_transcript.delta" : "response.output_text.delta")
                .put("delta", delta));
        if (isSpoken()) {
            sound = mouth.speak(sentence);
            given = 0;
        }
        return true;
    }

    private void giveSound() {
        var delta = Arrays.copyOfRange(sound, given, Math.min(sound.length, given + DELTA_BYTES));
        given += delta.length;
        givenBytes += delta.length;
        out.accept(inPart("response.output_audio.delta")
                .put("delta", Base64.getEncoder().encodeToString(delta)));
    }

    /**
     * @param reason why it ends early, as GA says it: {@code turn_detected} or {@code client_cancelled}
     * @return the item as it is now
     */
    Item end(@Nullable String reason) {
        item = item.withText(text.toString(), givenMillis(), reason == null ? "completed" : "incomplete");
        if (hasBegun) {
            endPart();
            out.accept(inResponse("response.output_item.done").set("item", item.json()));
            out.accept(Events.event("conversation.item.done")
                    .put("previous_item_id", previous)
                    .set("item", item.json()));
        }
        out.accept(Events.event("response.done")
                .set("response", response(reason == null ? "completed" : "cancelled", reason)));
        return item;
    }

    private void endPart() {
        if (isSpoken()) {
            out.accept(inPart("response.output_audio.done"));
            out.accept(inPart("response.output_audio_transcript.done").put("transcript", text.toString()));
        } else {
            out.accept(inPart("response.output_text.done").put("text", text.toString()));
        }
        out.accept(inPart("response.content_part.done").set("part", part()));
    }

    boolean isNamed(String asked) {
        return id.equals(asked);
    }

    private boolean isSpoken() {
        return item.form() == Item.Form.SPOKEN;
    }

    private ObjectNode part() {
        var part = Json.MAPPER.createObjectNode();
        return isSpoken()
                ? part.put("type", "audio").put("transcript", text.toString())
                : part.put("type", "text").put("text", text.toString());
    }

    private ObjectNode inResponse(String type) {
        return Events.event(type).put("response_id", id).put("output_index", 0);
    }

    private ObjectNode inPart(String type) {
        return inResponse(type).put("item_id", item.id()).put("content_index", 0);
    }

    private ObjectNode response(String status, @Nullable String reason) {
        var response = Json.MAPPER
                .createObjectNode()
                .put("object", "realtime.response")
                .put("id", id)
                .put("status", status);
        if (reason == null) {
            response.putNull("status_details");
        } else {
            response.putObject("status_details").put("type", status).put("reason", reason);
        }
        var output = response.putArray("output");
        var isOver = !status.equals("in_progress");
        if (isOver && hasBegun) {
            output.add(item.json());
        }
        response.putArray("output_modalities").add(isSpoken() ? "audio" : "text");
        response.putObject("audio").set("output", session.output());
        response.set("metadata", metadata);
        if (isOver) {
            response.putObject("usage")
                    .put("total_tokens", 0)
                    .put("input_tokens", 0)
                    .put("output_tokens", 0);
        }
        return response;
    }
}
