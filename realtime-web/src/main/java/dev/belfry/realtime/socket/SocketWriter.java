package dev.belfry.realtime.socket;

import dev.belfry.realtime.channel.Disconnect;
import dev.belfry.realtime.channel.Outbound;
import dev.belfry.realtime.limits.Limits;
import dev.belfry.realtime.protocol.Fastlane;
import dev.belfry.realtime.protocol.Frame;
import dev.belfry.realtime.protocol.Serializer;
import dev.belfry.realtime.protocol.ServerMessage;
import dev.belfry.realtime.resume.Receipt;
import dev.belfry.realtime.traffic.Traffic;
import jakarta.websocket.CloseReason;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes to one socket: any thread may send, one frame is under way at a time, and nobody waits.
 *
 * <p>Each frame is handed over when the one before it is done, since Liberty loses frames that are sent at once. A reader who
 * takes one frame for too long, or lets the outbox fill, is cut off.
 */
final class SocketWriter implements Outbound {

    private static final Logger LOG = System.getLogger(SocketWriter.class.getName());

    private final Session session;
    private final Serializer serializer;
    private final Executor executor;
    private final Outbox outbox;
    private final Receipts receipts = new Receipts();
    private final Duration patience;
    private final Traffic traffic;
    private final Runnable closed;
    private final AtomicInteger steps = new AtomicInteger();
    private final AtomicReference<@Nullable Disconnect> end = new AtomicReference<>();

    /**
     * @param waiting bytes that wait in all outboxes
     * @param closed runs once it has closed the socket, or has tried to: Liberty does not always say so when a peer has vanished
     */
    SocketWriter(
            Session session,
            Serializer serializer,
            Executor executor,
            Limits limits,
            AtomicLong waiting,
            Traffic traffic,
            Runnable closed) {
        this.session = session;
        this.serializer = serializer;
        this.executor = executor;
        this.outbox = new Outbox(limits, waiting);
        this.patience = limits.patience();
        this.traffic = traffic;
        this.closed = closed;
        session.getAsyncRemote().setSendTimeout(patience.toMillis());
    }

    @Override
    public void send(ServerMessage message) {
        offer(serializer.encode(message));
    }

    @Override
    public void send(Fastlane message) {
        var frame = message.frame(serializer);
        if (frame != null) {
            offer(message, frame, null);
        }
    }

    @Override
    public void send(Fastlane message, Supplier<Receipt> receipt) {
        var frame = message.frame(serializer);
        if (frame != null) {
            offer(message, frame, receipt.get());
        }
    }

    private void offer(Fastlane message, Frame frame, @Nullable Receipt receipt) {
        var offer = outbox.offer(frame, receipt);
        after(offer);
        var committed = message.committedAt();
        if (committed != null && offer == Outbox.Offer.WRITE) {
            traffic.changes().took(Duration.between(committed, Instant.now()));
        }
    }

    @Override
    public boolean hasRoom() {
        return outbox.hasRoom();
    }

    @Override
    public void whenRoom(Runnable action) {
        if (!outbox.awaitRoom(action) && !outbox.isClosed()) {
            action.run();
        }
    }

    @Override
    public void sendFirst(ServerMessage message) {
        var frame = serializer.encode(message);
        if (frame != null) {
            after(outbox.offerUrgent(frame));
        }
    }

    @Override
    public void end(Disconnect why) {
        if (decide(why) && !closeOutbox()) {
            closeSession(why);
        }
    }

    void pong(ByteBuffer data) {
        if (receipts.pong(data) && outbox.startWriting()) {
            step();
        }
    }

    /** The socket has gone: nothing is kept for it. */
    void gone() {
        closeOutbox();
    }

    private boolean decide(Disconnect why) {
        var isFirst = end.compareAndSet(null, why);
        if (isFirst && why == Disconnect.SLOW) {
            traffic.cutOffSlowReader();
        }
        return isFirst;
    }

    /** True if a frame is still being written. */
    private boolean closeOutbox() {
        traffic.dropped(outbox.frames());
        return outbox.close();
    }

    private void offer(@Nullable Frame frame) {
        if (frame != null) {
            after(outbox.offer(frame, null));
        }
    }

    private void after(Outbox.Offer offer) {
        switch (offer) {
            case WRITE -> step();
            case FULL -> end(Disconnect.SLOW);
            case QUEUED, CLOSED -> {}
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
        var ping = receipts.ping();
        if (ping != null) {
            sendPing(ping);
            return;
        }
        var next = outbox.next();
        if (next == null) {
            var why = end.get();
            if (why != null) {
                closeSession(why);
            } else if (receipts.isDue() && outbox.startWriting()) {
                step(); // the pong came while its ping was thought to be under way
            }
            return;
        }
        outbox.roomy().forEach(Runnable::run);
        SendHandler handler = result -> written(result, next);
        try {
            switch (next.frame()) {
                case Frame.Text text -> session.getAsyncRemote().sendText(text.text(), handler);
                case Frame.Binary binary -> session.getAsyncRemote().sendBinary(binary.buffer(), handler);
            }
        } catch (RuntimeException e) {
            failed();
        }
    }

    private void written(SendResult result, Outbox.Waiting sent) {
        if (result.isOK()) {
            traffic.written(sent.frame().size());
            var receipt = sent.receipt();
            if (receipt != null) {
                receipts.written(receipt);
                if (receipts.isOverdue(patience)) {
                    end(Disconnect.SLOW); // what is kept for it would grow without end
                }
            }
            step();
        } else {
            failed();
        }
    }

    /** Liberty sends pings on the caller's thread, which waits for a slow reader without end. */
    private void sendPing(ByteBuffer ping) {
        var unused = CompletableFuture.runAsync(() -> sendNow(ping), executor)
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((sent, failure) -> {
                    if (failure == null) {
                        step();
                    } else {
                        failed();
                    }
                });
    }

    private void sendNow(ByteBuffer ping) {
        try {
            session.getAsyncRemote().sendPing(ping);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void failed() {
        decide(Disconnect.SLOW);
        closeOutbox();
        closeSession(Disconnect.SLOW);
    }

    /** Closing may take Liberty seconds, or for ever, so another thread does it. */
    private void closeSession(Disconnect why) {
        try {
            var unused = CompletableFuture.runAsync(() -> closeNow(why), executor)
                    .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .whenComplete((done, failure) -> closed.run());
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "The server stops and closes the socket itself", e);
        }
    }

    private void closeNow(Disconnect why) {
        try {
            session.close(reason(why));
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "A socket was gone before it was closed", e);
        }
    }

    static CloseReason reason(Disconnect why) {
        return new CloseReason(CloseReason.CloseCodes.getCloseCode(why.code()), why.reason());
    }
}
