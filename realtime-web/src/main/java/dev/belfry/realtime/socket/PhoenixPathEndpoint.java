package dev.belfry.realtime.socket;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Typed;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The same under the path that a stand-alone RealtimeClient builds from {@code ws://host/socket} (protocol §1.1). Liberty looks
 * for the annotated methods on the class itself, so each stands here again.
 */
@Dependent
@Typed(PhoenixPathEndpoint.class) // else there are two beans of its superclass's type, and Liberty injects neither
@ServerEndpoint("/socket/websocket")
public class PhoenixPathEndpoint extends RealtimeEndpoint {

    @Override
    @OnOpen
    public void opened(Session session) throws IOException {
        super.opened(session);
    }

    @Override
    @OnMessage
    public void received(String frame) {
        super.received(frame);
    }

    @Override
    @OnMessage
    public void received(ByteBuffer frame) {
        super.received(frame);
    }

    @Override
    @OnMessage
    public void received(PongMessage pong) {
        super.received(pong);
    }

    @Override
    @OnClose
    public void closed() {
        super.closed();
    }

    @Override
    @OnError
    public void failed(Throwable cause) {
        super.failed(cause);
    }
}
