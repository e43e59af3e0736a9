package dev.belfry.realtime.socket;

import dev.belfry.domain.access.TokenVerifier;
import dev.belfry.domain.access.Verdict;
import dev.belfry.realtime.changes.Bindings;
import dev.belfry.realtime.changes.Subscriptions;
import dev.belfry.realtime.channel.Channels;
import dev.belfry.realtime.protocol.MalformedFrame;
import dev.belfry.realtime.protocol.Serializer;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One client's socket: frames in, messages to its channels. Translates and nothing more. */
@Dependent
@ServerEndpoint("/realtime/v1/websocket")
public class RealtimeEndpoint {

    private static final Logger LOG = System.getLogger(RealtimeEndpoint.class.getName());
    private static final int MAX_MESSAGE_BYTES = 1_000_000;
    private static final int IDLE_MILLIS = 60_000;

    @Inject
    TokenVerifier verifier;

    @Inject
    Bindings.Parser parser;

    @Inject
    Subscriptions subscriptions;

    @Resource
    ManagedExecutorService executor;

    private @Nullable Serializer serializer;
    private @Nullable Channels channels;

    @OnOpen
    public void opened(Session session) throws IOException {
        session.setMaxTextMessageBufferSize(MAX_MESSAGE_BYTES);
        session.setMaxBinaryMessageBufferSize(MAX_MESSAGE_BYTES);
        session.setMaxIdleTimeout(IDLE_MILLIS);
        var version = parameter(session, "vsn", Handshake.DEFAULT_VERSION);
        var chosen = Serializer.of(version).orElseThrow();
        // The filter has verified it; only the claims are wanted here, and the token may have expired between.
        if (verifier.verify(parameter(session, "apikey", "").strip()) instanceof Verdict.Verified(var claims)) {
            var writer = new SocketWriter(session, chosen, executor);
            serializer = chosen;
            channels = new Channels(claims, writer, verifier, parser, subscriptions);
        } else {
            session.close(new CloseReason(CloseReason.CloseCodes.VIOLATED_POLICY, "The API key is not valid any more"));
        }
    }

    @OnMessage
    public void received(String frame) {
        if (serializer == null || channels == null) {
            return;
        }
        try {
            channels.receive(serializer.decode(frame));
        } catch (MalformedFrame e) {
            LOG.log(Level.INFO, "MalformedWebSocketMessage: {0}; it was dropped", e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "UnknownErrorOnChannel: a message could not be handled", e);
        }
    }

    @OnMessage
    public void received(byte[] frame) {
        LOG.log(Level.INFO, "MalformedWebSocketMessage: a binary frame of {0} bytes; it was dropped", frame.length);
    }

    @OnClose
    public void closed() {
        if (channels != null) {
            channels.close();
        }
    }

    @OnError
    public void failed(Throwable cause) {
        LOG.log(Level.DEBUG, "A socket failed", cause);
    }

    private static String parameter(Session session, String name, String absent) {
        return session.getRequestParameterMap()
                .getOrDefault(name, List.of(absent))
                .getFirst();
    }
}
