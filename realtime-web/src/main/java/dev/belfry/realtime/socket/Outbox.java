package dev.belfry.realtime.socket;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Frames that wait for one socket, bounded in bytes, handed out one at a time. Safe for many threads. */
final class Outbox {

    private final long limit;
    private final Queue<Sized> waiting = new ArrayDeque<>();
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
        var sized = Sized.of(frame);
        if (bytes + sized.bytes > limit) {
            return Offer.FULL;
        }
        bytes += sized.bytes;
        waiting.add(sized);
        if (writing) {
            return Offer.QUEUED;
        }
        writing = true;
        return Offer.WRITE;
    }

    /** The next frame to write, or null when there is none: then writing has ended until the next offer. */
    synchronized @Nullable String next() {
        var sized = waiting.poll();
        if (sized == null) {
            writing = false;
            return null;
        }
        bytes -= sized.bytes;
        return sized.frame;
    }

    /** A frame and how much it takes of the limit, which is counted once: encoding costs. */
    private record Sized(String frame, long bytes) {

        static Sized of(String frame) {
            return new Sized(frame, frame.getBytes(StandardCharsets.UTF_8).length);
        }
    }
}
