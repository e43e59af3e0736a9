package dev.belfry.realtime.socket;

import dev.belfry.realtime.channel.Outbound;
import dev.belfry.realtime.protocol.Serializer;
import dev.belfry.realtime.protocol.ServerMessage;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes to one socket: any thread may send, one frame is under way at a time, and nobody waits.
 *
 * <p>Each frame is handed over when the one before it is done, since Liberty loses frames that are sent at once. A reader who
 * takes none for half a minute, or lets the outbox fill, is cut off.
 */
final class SocketWriter implements Outbound {

    static final long OUTBOX_BYTES = 8 << 20;

    private static final Logger LOG = System.getLogger(SocketWriter.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Session session;
    private final Serializer serializer;
    private final Executor executor;
    private final Outbox outbox = new Outbox(OUTBOX_BYTES);
    private final AtomicInteger steps = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();

    SocketWriter(Session session, Serializer serializer, Executor executor) {
        this.session = session;
        this.serializer = serializer;
        this.executor = executor;
        session.getAsyncRemote().setSendTimeout(PATIENCE.toMillis());
    }

    @Override
    public void send(ServerMessage message) {
        if (closed.get()) {
            return;
        }
        switch (outbox.offer(serializer.encode(message))) {
            case WRITE -> step();
            case QUEUED -> {}
            case FULL -> close(Disconnect.SLOW);
        }
    }

    /** Closing may take Liberty seconds, so another thread does it. */
    void close(Disconnect why) {
        if (closed.compareAndSet(false, true)) {
            executor.execute(() -> {
                try {
                    session.close(why.reason());
                } catch (IOException | RuntimeException e) {
                    LOG.log(Level.DEBUG, "A socket was gone before it was closed", e);
                }
            });
        }
    }

    /** Writes the next frame. A frame that is done at once counts up instead of calling itself, so the stack stays flat. */
    private void step() {
        if (steps.getAndIncrement() == 0) {
            do {
                writeNext();
            } while (steps.decrementAndGet() != 0);
        }
    }

    private void writeNext() {
        var frame = outbox.next();
        if (frame == null) {
            return;
        }
        try {
            session.getAsyncRemote().sendText(frame, this::written);
        } catch (RuntimeException e) {
            close(Disconnect.SLOW);
        }
    }

    private void written(SendResult result) {
        if (result.isOK()) {
            step();
        } else {
            close(Disconnect.SLOW);
        }
    }
}
