package dev.belfry.voice.socket;

import dev.belfry.voice.relay.ChosenProvider;
import dev.belfry.voice.relay.Conversation;
import dev.belfry.voice.relay.Ending;
import dev.belfry.voice.relay.Limits;
import dev.belfry.voice.relay.Relay;
import dev.belfry.voice.relay.Relays;
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
import org.jspecify.annotations.Nullable;

/** A page's socket: frames in, events to its relay. Translates and nothing more. */
@Dependent
@ServerEndpoint(value = "/realtime-chat", subprotocols = "realtime")
public class VoiceEndpoint {

    private static final Logger LOG = System.getLogger(VoiceEndpoint.class.getName());

    /** Up to here an event that is too large is answered; beyond, Liberty closes the socket with 1009. */
    private static final int TOLERANCE = 4;

    @Inject
    ChosenProvider chosen;

    @Inject
    Relays relays;

    @Inject
    Limits limits;

    @Inject
    Pages pages;

    private @Nullable Open open;

    /** What an open socket has. */
    private record Open(Relay relay, PageWriter writer) {}

    @OnOpen
    public void opened(Session session) throws IOException {
        pages.opened();
        if (session.getUserPrincipal() instanceof Upgrade.Admitted(var conversation)
                && conversation.place().claim()) {
            opened(session, conversation);
        } else {
            session.close(PageWriter.reason(Ending.POLICY));
        }
    }

    private void opened(Session session, Conversation conversation) throws IOException {
        var provider = chosen.provider();
        if (provider == null) {
            conversation.place().giveBack();
            session.close(PageWriter.reason(Ending.UNAVAILABLE));
            return;
        }
        session.setMaxTextMessageBufferSize(TOLERANCE * limits.messageBytes());
        session.setMaxBinaryMessageBufferSize(TOLERANCE * limits.messageBytes());
        var writer = new PageWriter(session, pages.threads(), limits, pages.waiting());
        open = new Open(relays.open(conversation, writer, provider), writer);
    }

    @OnMessage
    public void received(String frame) {
        if (open != null) {
            try {
                open.relay.received(frame);
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "VoiceEventFailed: an event could not be handled: a defect", e);
            }
        }
    }

    @OnMessage
    public void received(ByteBuffer frame) {
        if (open != null) {
            open.relay.receivedBinary();
        }
    }

    @OnMessage
    public void received(PongMessage pong) {
        if (open != null) {
            open.relay.heard();
        }
    }

    @OnClose
    public void closed() {
        pages.closed();
        if (open != null) {
            open.writer.gone();
            open.relay.gone();
        }
    }

    @OnError
    public void failed(Throwable cause) {
        LOG.log(Level.DEBUG, "A page's socket failed", cause);
    }
}
