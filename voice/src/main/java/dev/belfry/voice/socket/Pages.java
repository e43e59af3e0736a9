package dev.belfry.voice.socket;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What the sockets of all pages have in common. */
public final class Pages {

    private static final Duration LAST_WORDS = Duration.ofSeconds(3);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final Executor threads;
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicInteger open = new AtomicInteger();

    /** @param threads many, and not Liberty's: closing a socket waits for a thread of Liberty's to end its read */
    public Pages(Executor threads) {
        this.threads = threads;
    }

    /** Waits until all sockets are closed, or for some seconds. */
    public void awaitClosed() throws InterruptedException {
        var patience = Instant.now().plus(LAST_WORDS);
        while (open.get() > 0 && Instant.now().isBefore(patience)) {
            Thread.sleep(LOOK);
        }
    }

    void opened() {
        open.incrementAndGet();
    }

    void closed() {
        open.decrementAndGet();
    }

    Executor threads() {
        return threads;
    }

    /** Bytes that wait for all of them. */
    AtomicLong waiting() {
        return waiting;
    }
}
