package dev.belfry.it;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.glassfish.tyrus.client.ClientManager;

/** A socket that speaks frames as they are written in a test. */
final class WireClient extends Endpoint implements AutoCloseable {

    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final BlockingQueue<byte[]> binaries = new LinkedBlockingQueue<>();
    private final List<String> everything = new CopyOnWriteArrayList<>();
    private final Session session;

    private WireClient(URI uri) throws DeploymentException, IOException {
        session = ClientManager.createClient()
                .connectToServer(this, ClientEndpointConfig.Builder.create().build(), uri);
    }

    static WireClient open(URI uri) throws DeploymentException, IOException {
        return new WireClient(uri);
    }

    @Override
    public void onOpen(Session opened, EndpointConfig config) {
        opened.addMessageHandler(String.class, (MessageHandler.Whole<String>) frame -> {
            everything.add(frame);
            frames.add(frame);
        });
        opened.addMessageHandler(byte[].class, (MessageHandler.Whole<byte[]>) frame -> {
            everything.add(new String(frame, StandardCharsets.UTF_8));
            binaries.add(frame);
        });
    }

    @Override
    public void onClose(Session closed, CloseReason reason) {
        frames.add("closed " + reason.getCloseCode().getCode());
    }

    void send(String frame) throws IOException {
        session.getBasicRemote().sendText(frame);
    }

    void send(byte[] frame) throws IOException {
        session.getBasicRemote().sendBinary(ByteBuffer.wrap(frame));
    }

    /** All that ever came, whether it was looked at or not; bytes as text. */
    List<String> everything() {
        return everything;
    }

    /** The next frame, within five seconds. */
    String next() throws InterruptedException {
        return Objects.requireNonNull(frames.poll(5, TimeUnit.SECONDS), "no frame came");
    }

    /** The next binary frame, within five seconds. */
    byte[] nextBytes() throws InterruptedException {
        return Objects.requireNonNull(binaries.poll(5, TimeUnit.SECONDS), "no binary frame came");
    }

    @Override
    public void close() throws IOException {
        session.close();
    }
}
