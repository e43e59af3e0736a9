package dev.belfry.realtime.protocol;

import dev.belfry.domain.messages.StoredMessage;
import dev.belfry.domain.messages.StoredMessage.Payload;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What a broadcast carries, in the form in which it came: the form decides how each version hears it (protocol §2.3). */
public sealed interface BroadcastContent {

    /** How much the sender sent, in bytes: what the size limit is about. */
    int size();

    /** The payload of a text message as it was, whatever its keys: text for both versions. */
    record Whole(ObjectNode payload, int size) implements BroadcastContent {}

    /** An event and its payload apart. */
    sealed interface Event extends BroadcastContent {

        String event();

        /** Null for one that is not stored. */
        @Nullable
        Meta meta();

        /** The same with that. */
        Event with(Meta meta);

        /** As the database keeps it, on a private topic. */
        default StoredMessage stored(String id, String topicName) {
            var payload =
                    switch (this) {
                        case Json json -> new Payload.Json(new String(json.text(), StandardCharsets.UTF_8));
                        case Binary binary -> new Payload.Bytes(binary.bytes());
                    };
            return new StoredMessage(id, topicName, true, event(), payload);
        }
    }

    /**
     * What is known of a message that is stored.
     *
     * @param id a UUID
     */
    record Meta(String id, boolean replayed) {

        String json() {
            return (replayed ? "{\"replayed\":true,\"id\":" : "{\"id\":") + Codec.quoted(id) + "}";
        }
    }

    /** A message of the database. */
    static Event of(StoredMessage message, boolean replayed) {
        var meta = new Meta(message.id(), replayed);
        return switch (message.payload()) {
            case Payload.Json json -> new Json(message.event(), json.text().getBytes(StandardCharsets.UTF_8), meta);
            case Payload.Bytes bytes -> new Binary(message.event(), bytes.bytes(), meta);
        };
    }

    /** An event with JSON text: an object of three keys for version 1.0.0, a binary frame with the same bytes for 2.0.0. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Json(String event, byte[] text, @Nullable Meta meta) implements Event {

        /** @throws MalformedFrame if the text is not one JSON value in UTF-8: it goes as it is into the frames of others */
        public static Json of(String event, byte[] text) throws MalformedFrame {
            Codec.requireJson(Codec.utf8(ByteBuffer.wrap(text)));
            return new Json(event, text, null);
        }

        @Override
        public int size() {
            return text.length;
        }

        @Override
        public Json with(Meta stored) {
            return new Json(event, text, stored);
        }
    }

    /** An event with bytes, which version 1.0.0 cannot hear. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Binary(String event, byte[] bytes, @Nullable Meta meta) implements Event {

        public Binary(String event, byte[] bytes) {
            this(event, bytes, null);
        }

        @Override
        public int size() {
            return bytes.length;
        }

        @Override
        public Binary with(Meta stored) {
            return new Binary(event, bytes, stored);
        }
    }
}
