package dev.belfry.voice.socket;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/** What the sockets of all pages have in common. */
public final class Pages {

    private final Executor threads;
    private final AtomicLong waiting = new AtomicLong();

    /** @param threads many, and not Liberty's: closing a socket waits for a thread of Liberty's to end its read */
    public Pages(Executor threads) {
        this.threads = threads;
    }

    Executor threads() {
        return threads;
    }

    /** Bytes that wait for all of them. */
    AtomicLong waiting() {
        return waiting;
    }
}
