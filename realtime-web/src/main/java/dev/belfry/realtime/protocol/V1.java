package dev.belfry.realtime.protocol;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Version 1.0.0: each frame is an object with {@code topic, event, payload, ref, join_ref} (protocol §2.1). */
final class V1 implements Serializer {

    static final V1 INSTANCE = new V1();

    private V1() {}

    @Override
    public ClientMessage decode(String frame) throws MalformedFrame {
        if (Codec.tree(frame) instanceof ObjectNode object) {
            return Codec.message(
                    object.path("join_ref"),
                    object.path("ref"),
                    object.path("topic"),
                    object.path("event"),
                    object.path("payload"),
                    Frame.utf8Length(frame));
        }
        throw new MalformedFrame("a frame of version 1.0.0 must be a JSON object");
    }

    @Override
    public ClientMessage decode(ByteBuffer frame) throws MalformedFrame {
        throw new MalformedFrame("version 1.0.0 has no binary frames");
    }

    @Override
    public @Nullable Frame encode(ServerMessage message) {
        var payload = Codec.payload(message);
        return payload == null
                ? null
                : Frame.text("{\"topic\":" + Codec.quoted(message.topic()) + ",\"event\":\"" + Codec.event(message)
                        + "\",\"payload\":" + payload + ",\"ref\":"
                        + Codec.quoted(Codec.refs(message).ref()) + "}");
    }
}
