package dev.belfry.voice.socket;

import dev.belfry.voice.relay.Limits;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Events that wait for one page, handed out one at a time in order. A page that is slow gets its audio late, not never: whoever sends
 * asks for {@link #room} first. Audio that nobody wants any more is dropped. Safe for many threads.
 */
final class AudioOutbox {

    /** So much always has room, however slow others are: some seconds of audio. */
    private static final int FLOOR = 256 << 10;

    private static final CompletableFuture<Void> ROOM = CompletableFuture.completedFuture(null);

    private final Limits limits;
    private final AtomicLong total;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long bytes;
    private @Nullable CompletableFuture<Void> room;
    private boolean writing;
    private boolean closed;

    record Waiting(String frame, boolean isAudio) {}

    enum Offer {
        /** Nobody writes: whoever offered must. */
        WRITE,
        QUEUED,
        FULL,
        CLOSED
    }

    /** @param total bytes that wait for all pages */
    AudioOutbox(Limits limits, AtomicLong total) {
        this.limits = limits;
        this.total = total;
    }

    synchronized Offer offer(Waiting offered) {
        if (closed) {
            return Offer.CLOSED;
        }
        if (bytes > 2L * limits.outboxBytes()) {
            return Offer.FULL; // somebody does not ask for room
        }
        waiting.add(offered);
        count(offered.frame().length());
        if (writing) {
            return Offer.QUEUED;
        }
        writing = true;
        return Offer.WRITE;
    }

    /** Completes when there is room again, or nobody is there any more. */
    synchronized CompletionStage<Void> room() {
        if (closed || isBelow(limits.outboxBytes())) {
            return ROOM;
        }
        if (room == null) {
            room = new CompletableFuture<>();
        }
        return room;
    }

    /** The next frame to write, or null when there is none: then writing has ended until the next offer. */
    synchronized @Nullable String next() {
        var next = waiting.poll();
        if (next == null) {
            writing = false;
            return null;
        }
        count(-next.frame().length());
        return next.frame();
    }

    /** Those who wait for room, if there is enough of it by now; to be completed without a lock. */
    synchronized @Nullable CompletableFuture<Void> roomy() {
        if (room == null || !(closed || isBelow(limits.outboxBytes() / 2))) {
            return null;
        }
        var waiters = room;
        room = null;
        return waiters;
    }

    synchronized int dropAudio() {
        var before = waiting.size();
        waiting.removeIf(frame -> {
            if (frame.isAudio()) {
                count(-frame.frame().length());
            }
            return frame.isAudio();
        });
        return before - waiting.size();
    }

    /** True if nobody writes: whoever asked must. */
    synchronized boolean startWriting() {
        if (writing || closed) {
            return false;
        }
        writing = true;
        return true;
    }

    synchronized void close() {
        closed = true;
        waiting.clear();
        count(-bytes);
    }

    private boolean isBelow(long level) {
        return bytes <= FLOOR || (bytes <= level && total.get() <= limits.outboxTotal());
    }

    private void count(long change) {
        bytes += change;
        total.addAndGet(change);
    }
}
