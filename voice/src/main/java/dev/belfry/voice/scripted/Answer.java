package dev.belfry.voice.scripted;

import dev.belfry.voice.events.Events;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** A response under way: its events in OpenAI's order, one after the other. */
final class Answer implements Iterator<ObjectNode> {

    private static final int SAMPLES = 2_400;
    private static final int MILLIS = 100;

    private final String id = Events.id("resp");
    private final String item = Events.id("item");
    private final String[] words;
    private final boolean isSpoken;
    private final int pieces;
    private final Iterator<ObjectNode> beginning;
    private Iterator<ObjectNode> ending = List.<ObjectNode>of().iterator();
    private int word;
    private int piece;
    private boolean ended;

    /** @param seconds of sound, if it is spoken */
    Answer(String text, boolean isSpoken, int seconds) {
        this.words = text.split("(?<= )", -1);
        this.isSpoken = isSpoken;
        this.pieces = isSpoken ? seconds * 1000 / MILLIS : 0;
        this.beginning = List.of(
                        response("response.created", "in_progress"),
                        output("response.output_item.added", item("in_progress")),
                        Events.of("conversation.item.added").set("item", item("in_progress")),
                        part("response.content_part.added", ""))
                .iterator();
    }

    String item() {
        return item;
    }

    /** How much sound has been made of it. */
    int soundMillis() {
        return piece * MILLIS;
    }

    @Override
    public boolean hasNext() {
        return !ended || ending.hasNext();
    }

    @Override
    public ObjectNode next() {
        if (beginning.hasNext()) {
            return beginning.next();
        }
        if (ended) {
            return ending.next();
        }
        if (word < words.length && (word <= piece || piece == pieces)) {
            return content(isSpoken ? "response.output_audio_transcript.delta" : "response.output_text.delta")
                    .put("delta", words[word++]);
        }
        if (piece < pieces) {
            return content("response.output_audio.delta").put("delta", sound(piece++));
        }
        finish("completed", "");
        return ending.next();
    }

    /** Stops it where it is; what is left are its last events. */
    void cancel(String reason) {
        if (!ended) {
            finish("cancelled", reason);
        }
    }

    private void finish(String status, String reason) {
        ended = true;
        var itemStatus = status.equals("completed") ? "completed" : "incomplete";
        var done = response("response.done", status);
        var response = (ObjectNode) done.path("response");
        response.putArray("output").add(item(itemStatus));
        response.putObject("usage")
                .put("total_tokens", words.length)
                .put("input_tokens", 0)
                .put("output_tokens", words.length);
        if (!reason.isEmpty()) {
            response.putObject("status_details").put("type", status).put("reason", reason);
        }
        ending = Stream.of(
                        isSpoken
                                ? Stream.of(
                                        content("response.output_audio.done"),
                                        content("response.output_audio_transcript.done")
                                                .put("transcript", said()))
                                : Stream.of(content("response.output_text.done").put("text", said())),
                        Stream.of(
                                part("response.content_part.done", said()),
                                output("response.output_item.done", item(itemStatus)),
                                Events.of("conversation.item.done").set("item", item(itemStatus)),
                                done))
                .flatMap(events -> events)
                .iterator();
    }

    private String said() {
        return String.join("", List.of(words).subList(0, word));
    }

    /** Samples with the numbers from 0 on, little-endian. */
    private static String sound(int piece) {
        var bytes = ByteBuffer.allocate(2 * SAMPLES).order(ByteOrder.LITTLE_ENDIAN);
        for (var i = 0; i < SAMPLES; i++) {
            bytes.putShort((short) (piece * SAMPLES + i));
        }
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private ObjectNode response(String type, String status) {
        var event = Events.of(type);
        event.putObject("response")
                .put("object", "realtime.response")
                .put("id", id)
                .put("status", status)
                .putNull("status_details")
                .putArray("output");
        ((ObjectNode) event.path("response")).putArray("output_modalities").add(isSpoken ? "audio" : "text");
        return event;
    }

    private ObjectNode output(String type, ObjectNode what) {
        var event = Events.of(type).put("response_id", id).put("output_index", 0);
        event.set("item", what);
        return event;
    }

    private ObjectNode part(String type, String words) {
        var event = content(type);
        event.putObject("part").put("type", isSpoken ? "audio" : "text").put(isSpoken ? "transcript" : "text", words);
        return event;
    }

    private ObjectNode content(String type) {
        return Events.of(type)
                .put("response_id", id)
                .put("item_id", item)
                .put("output_index", 0)
                .put("content_index", 0);
    }

    private ObjectNode item(String status) {
        var message = Events.object()
                .put("object", "realtime.item")
                .put("id", item)
                .put("type", "message")
                .put("role", "assistant")
                .put("status", status);
        var content = message.putArray("content");
        if (!status.equals("in_progress")) {
            content.addObject()
                    .put("type", isSpoken ? "output_audio" : "output_text")
                    .put(isSpoken ? "transcript" : "text", said());
        }
        return message;
    }
}
