package dev.belfry.domain.replication;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What may be confirmed to PostgreSQL, which then throws it away: only what was received longer than the window ago, or so much
 * that what is kept stays within bounds. Everything younger is read again after a crash.
 */
final class ConfirmationWindow {

    private record Note(long nanos, long lsn) {}

    private final long window;
    private final long maxBytes;
    private final Deque<Note> notes = new ArrayDeque<>();
    private long received;
    private long confirmed;

    /** @param confirmed up to where it is confirmed already */
    ConfirmationWindow(Duration window, long maxBytes, long confirmed) {
        this.window = window.toNanos();
        this.maxBytes = maxBytes;
        this.received = confirmed;
        this.confirmed = confirmed;
    }

    /**
     * Takes note of how far the log has been received, and says up to where it may be confirmed.
     *
     * @param nanos now, of a clock that only grows
     */
    long note(long nanos, long lsn) {
        if (Long.compareUnsigned(lsn, received) > 0) {
            received = lsn;
            notes.addLast(new Note(nanos, lsn));
        }
        while (!notes.isEmpty() && mayGo(notes.getFirst(), nanos)) {
            confirmed = notes.removeFirst().lsn();
        }
        return confirmed;
    }

    private boolean mayGo(Note oldest, long nanos) {
        return nanos - oldest.nanos() >= window || received - confirmed > maxBytes;
    }
}
