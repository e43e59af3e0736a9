package dev.belfry.realtime.protocol;

import dev.belfry.domain.capture.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ArrayNode;

/** Version 2.0.0: each text frame is {@code [join_ref, ref, topic, event, payload]} (protocol §2.2). */
final class V2 implements Serializer {

    static final V2 INSTANCE = new V2();
    private static final int LENGTH = 5;

    private V2() {}

    @Override
    public ClientMessage decode(String frame) throws MalformedFrame {
        try {
            if (Json.MAPPER.readTree(frame) instanceof ArrayNode array && array.size() >= LENGTH) {
                return Codec.message(array.get(0), array.get(1), array.get(2), array.get(3), array.get(4));
            }
            throw new MalformedFrame("a frame of version 2.0.0 must be a JSON array of five items");
        } catch (JacksonException e) {
            throw new MalformedFrame("the frame is no JSON");
        }
    }

    @Override
    public String encode(ServerMessage message) {
        var refs = Codec.refs(message);
        return "[" + Codec.quoted(refs.joinRef()) + "," + Codec.quoted(refs.ref()) + "," + Codec.quoted(message.topic())
                + ",\"" + Codec.event(message) + "\"," + Codec.payload(message) + "]";
    }
}
