package dev.belfry.voice.socket;

import dev.belfry.voice.relay.Ending;
import dev.belfry.voice.relay.Limits;
import dev.belfry.voice.relay.Page;
import jakarta.websocket.CloseReason;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Writes to one page: any thread may send, one frame is under way at a time, and nobody waits. Each frame is handed over when the one
 * before it is done, since Liberty loses frames that are sent at once.
 */
final class PageWriter implements Page {

    private static final Logger LOG = System.getLogger(PageWriter.class.getName());

    private final Session session;
    private final Executor executor;
    private final AudioOutbox outbox;
    private final AtomicInteger steps = new AtomicInteger();
    private final AtomicBoolean pingDue = new AtomicBoolean();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final AtomicReference<@Nullable Ending> end = new AtomicReference<>();

    /** @param waiting bytes that wait for all pages */
    PageWriter(Session session, Executor executor, Limits limits, AtomicLong waiting) {
        this.session = session;
        this.executor = executor;
        this.outbox = new AudioOutbox(limits, waiting);
        session.getAsyncRemote().setSendTimeout(limits.patience().toMillis());
    }

    @Override
    public void send(String frame) {
        offer(frame, false);
    }

    @Override
    public void sendAudio(String frame) {
        offer(frame, true);
    }

    @Override
    public int dropAudio() {
        var dropped = outbox.dropAudio();
        tellRoom();
        return dropped;
    }

    @Override
    public CompletionStage<Void> room() {
        return outbox.room();
    }

    @Override
    public void ping() {
        pingDue.set(true);
        if (outbox.startWriting()) {
            step();
        }
    }

    @Override
    public void end(Ending why) {
        if (end.compareAndSet(null, why)) {
            if (why == Ending.GONE) {
                gone();
                closeSession(why);
            } else if (outbox.startWriting()) {
                step();
            }
        }
    }

    /** The socket has gone: nothing is kept for it. */
    void gone() {
        outbox.close();
        tellRoom();
    }

    private void offer(String frame, boolean isAudio) {
        switch (outbox.offer(new AudioOutbox.Waiting(frame, isAudio))) {
            case WRITE -> step();
            case FULL -> failed();
            case QUEUED, CLOSED -> {}
        }
    }

    private void tellRoom() {
        var waiters = outbox.roomy();
        if (waiters != null) {
            waiters.complete(null);
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
        if (pingDue.compareAndSet(true, false)) {
            sendPing();
            return;
        }
        var next = outbox.next();
        tellRoom();
        if (next == null) {
            var why = end.get();
            if (why != null) {
                gone();
                closeSession(why);
            } else if (pingDue.get() && outbox.startWriting()) {
                step();
            }
            return;
        }
        try {
            session.getAsyncRemote().sendText(next, this::written);
        } catch (RuntimeException e) {
            failed();
        }
    }

    private void written(SendResult result) {
        if (result.isOK()) {
            step();
        } else {
            failed();
        }
    }

    /** Liberty sends pings on the caller's thread, which may wait for a slow reader. */
    private void sendPing() {
        try {
            executor.execute(() -> {
                try {
                    session.getAsyncRemote().sendPing(ByteBuffer.allocate(0));
                    step();
                } catch (IOException | RuntimeException e) {
                    failed();
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "The server stops and closes the socket itself", e);
        }
    }

    private void failed() {
        end.compareAndSet(null, Ending.TOO_SLOW);
        gone();
        closeSession(Ending.TOO_SLOW);
    }

    /** Closing may take Liberty seconds, so another thread does it. */
    private void closeSession(Ending why) {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        try {
            executor.execute(() -> {
                try {
                    session.close(reason(why));
                } catch (IOException | RuntimeException e) {
                    LOG.log(Level.DEBUG, "A socket was gone before it was closed", e);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "The server stops and closes the socket itself", e);
        }
    }

    static CloseReason reason(Ending why) {
        return new CloseReason(CloseReason.CloseCodes.getCloseCode(why.code()), why.reason());
    }
}
