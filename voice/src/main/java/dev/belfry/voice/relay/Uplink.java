package dev.belfry.voice.relay;

import dev.belfry.domain.voice.VoiceProvider.Leg;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What a page has said and the provider has not taken yet: in order, bounded in bytes, handed over one at a time. Nothing is handed
 * over before it is open. Safe for many threads; calls the provider without a lock.
 */
final class Uplink {

    private final int maxBytes;
    private final Queue<String> waiting = new ArrayDeque<>();
    private final AtomicInteger steps = new AtomicInteger();
    private int bytes;
    private @Nullable Leg leg;
    private boolean sending;
    private boolean closed;

    Uplink(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Takes a frame. False if there is no room: the provider does not keep up. */
    boolean offer(String frame) {
        synchronized (this) {
            if (closed) {
                return true;
            }
            if (bytes > 0 && bytes + frame.length() > maxBytes) {
                return false;
            }
            bytes += frame.length();
            waiting.add(frame);
        }
        step();
        return true;
    }

    /** From now on frames go to that leg, those that wait first. */
    void open(Leg to) {
        synchronized (this) {
            leg = to;
        }
        step();
    }

    synchronized void close() {
        closed = true;
        waiting.clear();
        bytes = 0;
    }

    /** A frame that is taken at once counts up instead of calling itself, so the stack stays flat. */
    private void step() {
        if (steps.getAndIncrement() == 0) {
            do {
                sendNext();
            } while (steps.decrementAndGet() != 0);
        }
    }

    private void sendNext() {
        Leg to;
        String frame;
        synchronized (this) {
            to = leg;
            frame = sending || to == null ? null : waiting.poll();
            if (to == null || frame == null) {
                return;
            }
            sending = true;
        }
        var unused = to.send(frame).whenComplete((taken, failure) -> sent(frame.length()));
    }

    private void sent(int size) {
        synchronized (this) {
            sending = false;
            bytes = Math.max(0, bytes - size);
        }
        step();
    }
}
