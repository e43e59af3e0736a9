package dev.belfry.realtime.socket;

import dev.belfry.realtime.limits.Limits;
import dev.belfry.realtime.protocol.Frame;
import dev.belfry.realtime.resume.Receipt;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
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
    private final Queue<Waiting> urgent = new ArrayDeque<>(1);
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private long bytes;
    private final List<Runnable> whenRoom = new ArrayList<>();
    private boolean writing;
    private boolean closed;

    record Waiting(Frame frame, @Nullable Receipt receipt) {}

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

    /** @param receipt of somebody who wants to know how far the frame comes */
    Offer offer(Frame frame, @Nullable Receipt receipt) {
        return offer(new Waiting(frame, receipt), waiting);
    }

    Offer offerUrgent(Frame frame) {
        return offer(new Waiting(frame, null), urgent);
    }

    private synchronized Offer offer(Waiting offered, Queue<Waiting> queue) {
        var frame = offered.frame();
        if (closed) {
            return Offer.CLOSED;
        }
        if (!fits(frame.size())) {
            return Offer.FULL;
        }
        count(frame.size());
        queue.add(offered);
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

    /** Whether more would be no burden: far below the ceiling, so that whatever comes next still fits. */
    synchronized boolean hasRoom() {
        return isBelow(limits.outboxCeiling() / 4);
    }

    private boolean isBelow(long level) {
        return bytes <= limits.outboxFloor() || (bytes <= level && total.get() <= limits.outboxTotal() / 2);
    }

    /** Keeps the action until there is room; returns false if there is already, or never will be. */
    synchronized boolean awaitRoom(Runnable action) {
        return !closed && !isBelow(limits.outboxCeiling() / 8) && whenRoom.add(action);
    }

    /** Those who waited for room, if there is some now. */
    synchronized List<Runnable> roomy() {
        if (whenRoom.isEmpty() || !isBelow(limits.outboxCeiling() / 8)) {
            return List.of();
        }
        var actions = List.copyOf(whenRoom);
        whenRoom.clear();
        return actions;
    }

    /** How many wait. */
    synchronized int frames() {
        return urgent.size() + waiting.size();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** True if nobody writes: whoever asked must. */
    synchronized boolean startWriting() {
        if (writing || closed) {
            return false;
        }
        writing = true;
        return true;
    }

    /** The next frame to write, or null when there is none: then writing has ended until the next offer. */
    synchronized @Nullable Waiting next() {
        var next = urgent.isEmpty() ? waiting.poll() : urgent.poll();
        if (next == null) {
            writing = false;
            return null;
        }
        count(-next.frame().size());
        return next;
    }

    /** Drops what waits and takes nothing more. True if a frame is still being written. */
    synchronized boolean close() {
        closed = true;
        urgent.clear();
        waiting.clear();
        whenRoom.clear();
        count(-bytes);
        return writing;
    }

    private void count(long change) {
        bytes += change;
        total.addAndGet(change);
    }
}
