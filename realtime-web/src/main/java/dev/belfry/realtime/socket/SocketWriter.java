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
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes to one socket: any thread may send, and nobody waits but a virtual thread, which lives for as long as there is something to
 * write. What has come together meanwhile is written together. A reader who takes too long, or lets the outbox fill, is cut off.
 */
final class SocketWriter implements Outbound {

    private static final Logger LOG = System.getLogger(SocketWriter.class.getName());

    /** As much as Liberty writes at once. */
    private static final int BATCH = 32 << 10;

    private static final long NEVER = Long.MAX_VALUE;

    private final Serializer serializer;
    private final Executor threads;
    private final Outbox outbox;
    private final Receipts receipts = new Receipts();
    private final Duration patience;
    private final Traffic traffic;
    private final AtomicReference<@Nullable Disconnect> end = new AtomicReference<>();
    private final Line line;
    private volatile boolean isFinishing;
    private volatile long writingSince = NEVER;

    /** Where frames go. */
    interface Line {

        /** Blocks, for as long as a reader may take. */
        OutputStream out();

        /** Says goodbye, after what is being written; is cut when that is answered, or takes too long. Returns at once. */
        void end(Disconnect why);

        /** The goodbye is written. Returns at once. */
        void saidGoodbye();

        /** Goes without a word. Returns at once. */
        void cut();
    }

    /** @param waiting bytes that wait in all outboxes */
    SocketWriter(
            Line line, Serializer serializer, Executor threads, Limits limits, AtomicLong waiting, Traffic traffic) {
        this.line = line;
        this.serializer = serializer;
        this.threads = threads;
        this.outbox = new Outbox(limits, waiting);
        this.patience = limits.patience();
        this.traffic = traffic;
    }

    @Override
    public void send(ServerMessage message) {
        var frame = serializer.encode(message);
        if (frame != null) {
            after(outbox.offer(frame, null));
        }
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
        if (!outbox.awaitRoom(action) && !outbox.isClosing()) {
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

    /** A frame of the protocol itself. */
    void sendControl(Frame frame) {
        after(outbox.offerControl(frame));
    }

    /** The socket is done with when what waits is written. */
    void finish() {
        isFinishing = true;
        if (outbox.startWriting()) {
            write();
        }
    }

    @Override
    public void end(Disconnect why) {
        if (decide(why)) {
            line.end(why);
        }
    }

    /** Ends the socket of a reader who has taken too long. To be called from time to time. */
    void check(long now) {
        var since = writingSince;
        if (since != NEVER && now - since > patience.toNanos()) {
            end(Disconnect.SLOW);
        }
    }

    void pong(ByteBuffer data) {
        if (receipts.pong(data) && outbox.startWriting()) {
            write();
        }
    }

    /** The socket has gone: nothing is kept for it. True if something is still being written. */
    boolean gone() {
        traffic.dropped(outbox.frames());
        return outbox.closed();
    }

    /** True for whoever is the first to say so. */
    private boolean decide(Disconnect why) {
        if (!end.compareAndSet(null, why)) {
            return false;
        }
        if (why == Disconnect.SLOW) {
            traffic.cutOffSlowReader();
        }
        traffic.dropped(outbox.frames());
        outbox.closing();
        return true;
    }

    private void after(Outbox.Offer offer) {
        switch (offer) {
            case WRITE -> write();
            case FULL -> end(Disconnect.SLOW);
            case QUEUED, CLOSED -> {}
        }
    }

    private void write() {
        try {
            threads.execute(this::writeAll);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "The server stops and closes the socket itself", e);
        }
    }

    private void writeAll() {
        var batch = new ArrayList<Outbox.Waiting>();
        try {
            do {
                batch.clear();
                outbox.take(batch, BATCH);
                var ping = receipts.ping();
                if (!batch.isEmpty() || ping != null) {
                    write(batch, ping);
                }
            } while (!outbox.rest() || (receipts.isDue() && outbox.startWriting()));
            if (isFinishing) {
                line.cut();
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "A socket cannot be written to", e);
            var unused = decide(Disconnect.SLOW);
            line.cut();
        }
    }

    private void write(List<Outbox.Waiting> batch, byte @Nullable [] ping) throws IOException {
        var out = line.out();
        writingSince = System.nanoTime();
        for (var next : batch) {
            next.frame().writeTo(out);
        }
        if (ping != null) {
            Frame.ping(ping).writeTo(out);
        }
        out.flush();
        writingSince = NEVER;
        outbox.roomy().forEach(Runnable::run);
        for (var written : batch) {
            var frame = written.frame();
            if (frame.isMessage()) {
                traffic.written(frame.payloadSize());
            } else if (frame.isClose()) {
                line.saidGoodbye();
            }
            var receipt = written.receipt();
            if (receipt != null) {
                receipts.written(receipt);
            }
        }
        if (receipts.isOverdue(patience)) {
            end(Disconnect.SLOW); // what is kept for it would grow without end
        }
    }
}
