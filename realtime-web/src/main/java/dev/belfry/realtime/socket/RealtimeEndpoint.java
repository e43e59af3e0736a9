package dev.belfry.realtime.socket;

import dev.belfry.realtime.channel.Admission;
import dev.belfry.realtime.channel.Channels;
import dev.belfry.realtime.channel.Features;
import dev.belfry.realtime.limits.Limits;
import dev.belfry.realtime.protocol.ClientMessage;
import dev.belfry.realtime.protocol.Frame;
import dev.belfry.realtime.protocol.MalformedFrame;
import dev.belfry.realtime.protocol.Serializer;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One client's socket: frames in, messages to its channels. Translates and nothing more. */
public final class RealtimeEndpoint extends Endpoint {

    private static final Logger LOG = System.getLogger(RealtimeEndpoint.class.getName());

    private final Admission admission;
    private final Features features;
    private final Limits limits;
    private final Sockets sockets;
    private @Nullable Open open;

    /** What an open socket has. */
    private record Open(Admitted admitted, Channels channels) {}

    RealtimeEndpoint(Admission admission, Features features, Limits limits, Sockets sockets) {
        this.admission = admission;
        this.features = features;
        this.limits = limits;
        this.sockets = sockets;
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        var admitted = (Admitted) Objects.requireNonNull(session.getUserPrincipal());
        var writer = admitted.writer();
        var channels = new Channels(admitted.connection(), writer, admission, features, limits);
        var place = new Sockets.Open(channels, writer);
        open = new Open(admitted, channels);
        admitted.opened(place::heard, () -> sockets.remove(place));
        session.addMessageHandler(String.class, this::received);
        session.addMessageHandler(ByteBuffer.class, this::received);
        session.addMessageHandler(PongMessage.class, pong -> writer.pong(pong.getApplicationData()));
        sockets.add(place);
    }

    private void received(String frame) {
        var size = Frame.utf8Length(frame);
        sockets.traffic().received(size);
        receive(size, serializer -> serializer.decode(frame));
    }

    private void received(ByteBuffer frame) {
        sockets.traffic().received(frame.remaining());
        receive(frame.remaining(), serializer -> serializer.decode(frame));
    }

    private interface Decoding {
        ClientMessage by(Serializer serializer) throws MalformedFrame;
    }

    private void receive(int size, Decoding decoding) {
        var receiving = Objects.requireNonNull(open);
        receiving.admitted.heard();
        try {
            receiving.channels.receive(decoding.by(receiving.admitted.serializer()), size);
        } catch (MalformedFrame e) {
            receiving.channels.receive(e);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "UnknownErrorOnChannel: a message could not be handled", e);
        }
    }

    @Override
    public void onClose(Session session, CloseReason why) {
        var closed = open;
        if (closed != null) {
            closed.channels.close();
        }
    }

    @Override
    public void onError(Session session, Throwable cause) {
        LOG.log(Level.DEBUG, "A socket failed", cause);
    }
}
