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
 * Frames that wait for one socket, bounded in bytes, handed out some at a time: urgent ones first, else in order. Safe for many
 * threads.
 *
 * <p>It is full over its ceiling; and over its floor, when all outboxes together hold too much, so that many slow readers
 * cannot fill the memory.
 */
final class Outbox {

    private final Limits limits;
    private final AtomicLong total;
    private final Queue<Waiting> urgent = new ArrayDeque<>(1);
    private final Queue<Waiting> waiting = new ArrayDeque<>(1);
    private List<Runnable> whenRoom = List.of();
    private long bytes;
    private boolean writing;
    private boolean closing;
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
    synchronized Offer offer(Frame frame, @Nullable Receipt receipt) {
        return closing ? Offer.CLOSED : add(new Waiting(frame, receipt), waiting);
    }

    synchronized Offer offerUrgent(Frame frame) {
        return closing ? Offer.CLOSED : add(new Waiting(frame, null), urgent);
    }

    /** Of the protocol itself: an answer to a ping, or the last frame of all. */
    synchronized Offer offerControl(Frame frame) {
        return add(new Waiting(frame, null), urgent);
    }

    private Offer add(Waiting offered, Queue<Waiting> queue) {
        var frame = offered.frame();
        if (closed) {
            return Offer.CLOSED;
        }
        if (!fits(frame.size())) {
            return Offer.FULL;
        }
        count(frame.size());
        queue.add(offered);
        return startWriting() ? Offer.WRITE : Offer.QUEUED;
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
        if (closing || isBelow(limits.outboxCeiling() / 8)) {
            return false;
        }
        if (whenRoom.isEmpty()) {
            whenRoom = new ArrayList<>(1);
        }
        return whenRoom.add(action);
    }

    /** Those who waited for room, if there is some now. */
    synchronized List<Runnable> roomy() {
        if (whenRoom.isEmpty() || !isBelow(limits.outboxCeiling() / 8)) {
            return List.of();
        }
        var actions = whenRoom;
        whenRoom = List.of();
        return actions;
    }

    /** How many wait. */
    synchronized int frames() {
        return urgent.size() + waiting.size();
    }

    synchronized boolean isClosing() {
        return closing;
    }

    /** True if nobody writes: whoever asked must. */
    synchronized boolean startWriting() {
        if (writing || closed) {
            return false;
        }
        writing = true;
        return true;
    }

    /** Moves the next frames to a batch: some bytes' worth, or one that is larger; none if none wait. */
    synchronized void take(List<Waiting> batch, int size) {
        var taken = 0;
        for (var next = poll(); next != null; next = taken < size ? poll() : null) {
            taken += next.frame().size();
            batch.add(next);
        }
        count(-taken);
    }

    /** Ends the writing until the next offer. False if there is more to write. */
    synchronized boolean rest() {
        writing = !urgent.isEmpty() || !waiting.isEmpty();
        return !writing;
    }

    private @Nullable Waiting poll() {
        return urgent.isEmpty() ? waiting.poll() : urgent.poll();
    }

    /** Drops what waits, and takes nothing more but {@linkplain #offerControl the protocol's own}. */
    synchronized void closing() {
        closing = true;
        drop();
    }

    /** Drops what waits and takes nothing more. True if something is still being written. */
    synchronized boolean closed() {
        closing = true;
        closed = true;
        drop();
        return writing;
    }

    private void drop() {
        urgent.clear();
        waiting.clear();
        whenRoom = List.of();
        count(-bytes);
    }

    private void count(long change) {
        bytes += change;
        total.addAndGet(change);
    }
}
