package dev.belfry.realtime.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/**
 * The binary frames of version 2.0.0 (protocol §2.3): lengths of one byte each, then the fields without padding, then the payload.
 *
 * <pre>
 * 0  push       in   J R T E     join_ref ref topic event            JSON
 * 3  broadcast  in   J R T E M e join_ref ref topic event metadata   JSON (e = 1) or bytes (e = 0)
 * 4  broadcast  out  T E M e     topic event metadata                JSON or bytes
 * </pre>
 */
final class BinaryFrames {

    private static final int PUSH = 0;
    private static final int BROADCAST_IN = 3;
    private static final byte BROADCAST_OUT = 4;
    private static final byte BYTES = 0;
    private static final byte JSON = 1;
    private static final int HEADER_OUT = 5;

    private BinaryFrames() {}

    static ClientMessage decode(ByteBuffer frame) throws MalformedFrame {
        var kind = length(frame);
        return switch (kind) {
            case PUSH -> push(frame);
            case BROADCAST_IN -> broadcast(frame);
            default -> throw new MalformedFrame("a binary frame must be of kind 3 or 0, not " + kind);
        };
    }

    private static ClientMessage push(ByteBuffer frame) throws MalformedFrame {
        int size = frame.limit();
        int joinRef = length(frame);
        int ref = length(frame);
        int topic = length(frame);
        int event = length(frame);
        return Codec.message(
                node(text(frame, joinRef)),
                node(text(frame, ref)),
                StringNode.valueOf(text(frame, topic)),
                StringNode.valueOf(text(frame, event)),
                Codec.tree(Codec.utf8(frame)),
                size);
    }

    private static JsonNode node(String reference) {
        return reference.isEmpty() ? NullNode.getInstance() : StringNode.valueOf(reference);
    }

    private static ClientMessage broadcast(ByteBuffer frame) throws MalformedFrame {
        int joinRef = length(frame);
        int ref = length(frame);
        int topic = length(frame);
        int event = length(frame);
        int metadata = length(frame);
        int encoding = length(frame);
        var refs = new Refs(orNull(text(frame, joinRef)), orNull(text(frame, ref)));
        var name = text(frame, topic);
        var userEvent = text(frame, event);
        var asked = text(frame, metadata);
        var persist = asked.isEmpty() ? null : Persist.of(Codec.tree(asked).path("persist"));
        var content = encoding == BYTES
                ? new BroadcastContent.Binary(userEvent, rest(frame))
                : BroadcastContent.Json.of(userEvent, rest(frame));
        return new ClientMessage.Broadcast(refs, name, content, persist);
    }

    /** The frame, or null if topic or event are too long for their one byte of length. */
    static @Nullable Frame encode(String topic, BroadcastContent.Event content) {
        return switch (content) {
            case BroadcastContent.Json json -> encode(topic, json, JSON, json.text());
            case BroadcastContent.Binary binary -> encode(topic, binary, BYTES, binary.bytes());
        };
    }

    private static @Nullable Frame encode(String topic, BroadcastContent.Event content, byte encoding, byte[] payload) {
        var topicBytes = topic.getBytes(StandardCharsets.UTF_8);
        var eventBytes = content.event().getBytes(StandardCharsets.UTF_8);
        var meta = content.meta();
        var metaBytes = (meta == null ? "" : meta.json()).getBytes(StandardCharsets.UTF_8);
        if (topicBytes.length > 255 || eventBytes.length > 255) {
            return null;
        }
        var length = HEADER_OUT + topicBytes.length + eventBytes.length + metaBytes.length + payload.length;
        var frame = ByteBuffer.allocate(length)
                .put(BROADCAST_OUT)
                .put((byte) topicBytes.length)
                .put((byte) eventBytes.length)
                .put((byte) metaBytes.length)
                .put(encoding)
                .put(topicBytes)
                .put(eventBytes)
                .put(metaBytes)
                .put(payload);
        return Frame.binary(frame.array());
    }

    private static int length(ByteBuffer frame) throws MalformedFrame {
        if (!frame.hasRemaining()) {
            throw new MalformedFrame("a binary frame ends before its lengths");
        }
        return frame.get() & 0xff;
    }

    private static String text(ByteBuffer frame, int length) throws MalformedFrame {
        if (frame.remaining() < length) {
            throw new MalformedFrame("a binary frame is shorter than its lengths say");
        }
        var field = frame.slice(frame.position(), length);
        frame.position(frame.position() + length);
        return Codec.utf8(field);
    }

    private static byte[] rest(ByteBuffer frame) {
        var rest = new byte[frame.remaining()];
        frame.get(rest);
        return rest;
    }

    private static @Nullable String orNull(String reference) {
        return reference.isEmpty() ? null : reference;
    }
}
