package dev.belfry.realtime.protocol;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/** Version 2.0.0: text frames are {@code [join_ref, ref, topic, event, payload]} (protocol §2.2), broadcasts may be binary (§2.3). */
final class V2 implements Serializer {

    static final V2 INSTANCE = new V2();
    private static final int LENGTH = 5;

    private V2() {}

    @Override
    public ClientMessage decode(String frame) throws MalformedFrame {
        if (Codec.tree(frame) instanceof ArrayNode array && array.size() >= LENGTH) {
            return Codec.message(
                    array.get(0), array.get(1), array.get(2), array.get(3), array.get(4), Frame.utf8Length(frame));
        }
        throw new MalformedFrame("a frame of version 2.0.0 must be a JSON array of five items");
    }

    @Override
    public ClientMessage decode(ByteBuffer frame) throws MalformedFrame {
        return BinaryFrames.decode(frame);
    }

    @Override
    public @Nullable Frame encode(ServerMessage message) {
        return switch (message) {
            case ServerMessage.Broadcast(var topic, BroadcastContent.Event event) -> BinaryFrames.encode(topic, event);
            case ServerMessage.Replayed(var joinRef, var topic, BroadcastContent.Binary bytes) ->
                BinaryFrames.encode(topic, bytes);
            default -> text(message);
        };
    }

    private static Frame text(ServerMessage message) {
        var refs = Codec.refs(message);
        return Frame.text("[" + Codec.quoted(refs.joinRef()) + "," + Codec.quoted(refs.ref()) + ","
                + Codec.quoted(message.topic()) + ",\"" + Codec.event(message) + "\"," + Codec.payload(message) + "]");
    }
}
