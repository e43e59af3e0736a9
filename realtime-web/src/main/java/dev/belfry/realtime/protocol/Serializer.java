package dev.belfry.realtime.protocol;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One version of the framing: frames to messages and back. */
public sealed interface Serializer permits V1, V2 {

    ClientMessage decode(String frame) throws MalformedFrame;

    ClientMessage decode(ByteBuffer frame) throws MalformedFrame;

    /** The message as a frame, or null if this version cannot carry it: bytes in 1.0.0. */
    @Nullable
    Frame encode(ServerMessage message);

    /** The serializer that {@code vsn} asks for, {@code ~> 1.0.0} or {@code ~> 2.0.0}; none for any other version. */
    static Optional<Serializer> of(String vsn) {
        if (vsn.matches("1\\.0\\.\\d+")) {
            return Optional.of(V1.INSTANCE);
        }
        return vsn.matches("2\\.0\\.\\d+") ? Optional.of(V2.INSTANCE) : Optional.empty();
    }
}
