package dev.belfry.realtime.socket;

import dev.belfry.realtime.channel.Admission;
import dev.belfry.realtime.channel.Channels;
import dev.belfry.realtime.channel.Connection;
import dev.belfry.realtime.channel.Disconnect;
import dev.belfry.realtime.channel.Features;
import dev.belfry.realtime.limits.Limits;
import dev.belfry.realtime.protocol.ClientMessage;
import dev.belfry.realtime.protocol.Frame;
import dev.belfry.realtime.protocol.MalformedFrame;
import dev.belfry.realtime.protocol.Serializer;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One client's socket: frames in, messages to its channels. Translates and nothing more. */
@Dependent
@ServerEndpoint("/realtime/v1/websocket")
public class RealtimeEndpoint {

    private static final Logger LOG = System.getLogger(RealtimeEndpoint.class.getName());
    /** Up to here a message that is too large is answered; beyond, Liberty closes the socket with 1009. */
    private static final int TOLERANCE = 5;

    private static final int IDLE_MILLIS = 60_000;

    @Inject
    Admission admission;

    @Inject
    Features features;

    @Inject
    Limits limits;

    @Inject
    Sockets sockets;

    private volatile @Nullable Open open;
    /** Some go while they come. */
    private volatile boolean isClosed;

    /** What an open socket has. */
    private record Open(Serializer serializer, Channels channels, SocketWriter writer, Sockets.Open place) {}

    @OnOpen
    public void opened(Session session) throws IOException {
        if (session.getUserPrincipal() instanceof Upgrade.Admitted(var connection)) {
            opened(session, connection);
        } else {
            session.close(SocketWriter.reason(Disconnect.NOT_ADMITTED));
        }
    }

    private void opened(Session session, Connection connection) {
        session.setMaxTextMessageBufferSize(TOLERANCE * limits.messageBytes());
        session.setMaxBinaryMessageBufferSize(TOLERANCE * limits.messageBytes());
        session.setMaxIdleTimeout(IDLE_MILLIS);
        var version = session.getRequestParameterMap()
                .getOrDefault("vsn", List.of(Handshake.DEFAULT_VERSION))
                .getFirst();
        var serializer = Serializer.of(version).orElseThrow();
        var writer = new SocketWriter(
                session, serializer, sockets.threads(), limits, sockets.waiting(), sockets.traffic(), this::closed);
        var channels = new Channels(connection, writer, admission, features, limits);
        var place = new Sockets.Open(channels, writer);
        open = new Open(serializer, channels, writer, place);
        sockets.add(place);
        if (isClosed) {
            closed();
        }
    }

    @OnMessage
    public void received(String frame) {
        sockets.traffic().received(Frame.Text.utf8Length(frame));
        receive(frame.length(), serializer -> serializer.decode(frame));
    }

    @OnMessage
    public void received(ByteBuffer frame) {
        sockets.traffic().received(frame.remaining());
        receive(frame.remaining(), serializer -> serializer.decode(frame));
    }

    @OnMessage
    public void received(PongMessage pong) {
        var receiving = open;
        if (receiving != null) {
            receiving.writer.pong(pong.getApplicationData());
        }
    }

    private interface Decoding {
        ClientMessage by(Serializer serializer) throws MalformedFrame;
    }

    private void receive(int size, Decoding decoding) {
        var receiving = open;
        if (receiving == null) {
            return;
        }
        try {
            receiving.channels.receive(decoding.by(receiving.serializer), size);
        } catch (MalformedFrame e) {
            receiving.channels.receive(e);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "UnknownErrorOnChannel: a message could not be handled", e);
        }
    }

    /** May be called several times: whoever knows first that the socket is gone says so. */
    @OnClose
    public void closed() {
        isClosed = true;
        var gone = open;
        if (gone != null) {
            sockets.remove(gone.place);
            gone.writer.gone();
            gone.channels.close();
        }
    }

    @OnError
    public void failed(Throwable cause) {
        LOG.log(Level.DEBUG, "A socket failed", cause);
    }
}
