package dev.belfry.realtime.socket;

import dev.belfry.realtime.limits.Limits;
import dev.belfry.realtime.protocol.Frame;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Frames that wait for one socket, bounded in bytes, handed out one at a time: urgent ones first, else in order. Safe for many
 * threads.
 *
 * <p>It is full over its ceiling; and over its floor, when all outboxes together hold too much, so that many slow readers
 * cannot fill the memory.
 */
final class Outbox {

    private final Limits limits;
    private final AtomicLong total;
    private final Queue<Frame> urgent = new ArrayDeque<>(1);
    private final Queue<Frame> waiting = new ArrayDeque<>();
    private long bytes;
    private boolean writing;
    private boolean closed;

    enum Offer {
        /** Nobody writes: whoever offered must. */
        WRITE,
        QUEUED,
        FULL,
        CLOSED
    }

    /** @param total bytes that wait in all outboxes */
    Outbox(Limits limits, AtomicLong total) {
        this.limits = limits;
        this.total = total;
    }

    Offer offer(Frame frame) {
        return offer(frame, waiting);
    }

    Offer offerUrgent(Frame frame) {
        return offer(frame, urgent);
    }

    private synchronized Offer offer(Frame frame, Queue<Frame> queue) {
        if (closed) {
            return Offer.CLOSED;
        }
        if (!fits(frame.size())) {
            return Offer.FULL;
        }
        count(frame.size());
        queue.add(frame);
        if (writing) {
            return Offer.QUEUED;
        }
        writing = true;
        return Offer.WRITE;
    }

    /** One frame always fits, however large: it was allowed in, so it is let out. */
    private boolean fits(int size) {
        if (bytes == 0) {
            return true;
        }
        var wanted = bytes + size;
        return wanted <= limits.outboxCeiling()
                && (wanted <= limits.outboxFloor() || total.get() + size <= limits.outboxTotal());
    }

    /** The next frame to write, or null when there is none: then writing has ended until the next offer. */
    synchronized @Nullable Frame next() {
        var frame = urgent.isEmpty() ? waiting.poll() : urgent.poll();
        if (frame == null) {
            writing = false;
            return null;
        }
        count(-frame.size());
        return frame;
    }

    /** Drops what waits and takes nothing more. True if a frame is still being written. */
    synchronized boolean close() {
        closed = true;
        urgent.clear();
        waiting.clear();
        count(-bytes);
        return writing;
    }

    private void count(long change) {
        bytes += change;
        total.addAndGet(change);
    }
}
