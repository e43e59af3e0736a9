package dev.belfry.realtime.protocol;

import java.nio.ByteBuffer;
import tools.jackson.databind.node.ObjectNode;

/** What a broadcast carries, in the form in which it came: the form decides how each version hears it (protocol §2.3). */
public sealed interface BroadcastContent {

    /** How much the sender sent, in bytes: what the size limit is about. */
    int size();

    /** The payload of a text message as it was, whatever its keys: text for both versions. */
    record Whole(ObjectNode payload, int size) implements BroadcastContent {}

    /** An event with JSON text: an object of three keys for version 1.0.0, a binary frame with the same bytes for 2.0.0. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Json(String event, byte[] text) implements BroadcastContent {

        /** @throws MalformedFrame if the text is not one JSON value in UTF-8: it goes as it is into the frames of others */
        public static Json of(String event, byte[] text) throws MalformedFrame {
            Codec.requireJson(Codec.utf8(ByteBuffer.wrap(text)));
            return new Json(event, text);
        }

        @Override
        public int size() {
            return text.length;
        }
    }

    /** An event with bytes, which version 1.0.0 cannot hear. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Binary(String event, byte[] bytes) implements BroadcastContent {

        @Override
        public int size() {
            return bytes.length;
        }
    }
}
