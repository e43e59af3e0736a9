package dev.belfry.realtime.socket;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Frames that wait for one socket, bounded in bytes, handed out one at a time. Safe for many threads. */
final class Outbox {

    private final long limit;
    private final Queue<String> waiting = new ArrayDeque<>();
    private long bytes;
    private boolean writing;

    enum Offer {
        /** Nobody writes: whoever offered must. */
        WRITE,
        QUEUED,
        FULL
    }

    Outbox(long limit) {
        this.limit = limit;
    }

    synchronized Offer offer(String frame) {
        var size = size(frame);
        if (bytes + size > limit) {
            return Offer.FULL;
        }
        bytes += size;
        waiting.add(frame);
        if (writing) {
            return Offer.QUEUED;
        }
        writing = true;
        return Offer.WRITE;
    }

    /** The next frame to write, or null when there is none: then writing has ended until the next offer. */
    synchronized @Nullable String next() {
        var frame = waiting.poll();
        if (frame == null) {
            writing = false;
        } else {
            bytes -= size(frame);
        }
        return frame;
    }

    private static long size(String frame) {
        return frame.getBytes(StandardCharsets.UTF_8).length;
    }
}
