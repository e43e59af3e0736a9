package dev.belfry.realtime.protocol;

import dev.belfry.domain.capture.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** Version 1.0.0: each frame is an object with {@code topic, event, payload, ref, join_ref} (protocol §2.1). */
final class V1 implements Serializer {

    static final V1 INSTANCE = new V1();

    private V1() {}

    @Override
    public ClientMessage decode(String frame) throws MalformedFrame {
        try {
            if (Json.MAPPER.readTree(frame) instanceof ObjectNode object) {
                return Codec.message(
                        object.path("join_ref"),
                        object.path("ref"),
                        object.path("topic"),
                        object.path("event"),
                        object.path("payload"));
            }
            throw new MalformedFrame("a frame of version 1.0.0 must be a JSON object");
        } catch (JacksonException e) {
            throw new MalformedFrame("the frame is no JSON");
        }
    }

    @Override
    public String encode(ServerMessage message) {
        return "{\"topic\":" + Codec.quoted(message.topic()) + ",\"event\":\"" + Codec.event(message)
                + "\",\"payload\":" + Codec.payload(message) + ",\"ref\":"
                + Codec.quoted(Codec.refs(message).ref()) + "}";
    }
}
