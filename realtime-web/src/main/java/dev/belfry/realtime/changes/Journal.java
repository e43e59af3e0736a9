package dev.belfry.realtime.changes;

import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.Gap;
import dev.belfry.domain.change.Position;
import dev.belfry.domain.change.Row;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What was announced last, in order: what has still to be dispatched, and what a subscriber that was away may ask for. It is bounded
 * in bytes and in time; what has not been dispatched yet is kept in any case, and the source waits.
 */
public final class Journal {

    private static final int ENTRY_BYTES = 200;
    private static final int VALUE_BYTES = 64;

    private final int maxBytes;
    private final Duration window;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition appended = lock.newCondition();
    private final Condition dispatched = lock.newCondition();
    /** A ring: the entry with a number stands at the number modulo the length, a power of two. */
    private @Nullable Entry[] ring = new Entry[1024];

    private long first;
    private long end;
    private long bytes;
    /** The first entry that was not dispatched; none before the dispatcher has started. */
    private long cursor = Long.MAX_VALUE;

    private long waitingBytes;
    private Position newest = Position.START;
    private Position coveredFrom = Position.START;
    private Instant coveredSince = Instant.MAX;

    /** Numbered from 0, without holes. */
    sealed interface Entry {

        long number();

        /** How much it takes of the memory, in bytes, roughly. */
        int size();

        Instant at();
    }

    /** @param json of all its columns, written when somebody needs it */
    record Happened(long number, Change change, ChangeJson json, int size, Instant at) implements Entry {}

    /** Between what was before it and what comes after, something may be missing. */
    record Missing(long number, Gap gap, Instant at) implements Entry {
        @Override
        public int size() {
            return 0;
        }
    }

    /**
     * @param maxBytes that it may hold
     * @param window how long it holds them
     */
    public Journal(int maxBytes, Duration window, Clock clock) {
        this.maxBytes = maxBytes;
        this.window = window;
        this.clock = clock;
    }

    /**
     * What is known from the start: everything from that position on, and everything that was committed at that time or later. Of
     * entries that have come already some may be forgotten again.
     */
    public void covers(Position from, Instant since) {
        lock.lock();
        try {
            if (first == 0) {
                coveredFrom = from;
                coveredSince = since;
            } else if (since.isAfter(coveredSince)) {
                coveredSince = since;
            }
            newest = newest.isBefore(from) ? from : newest;
        } finally {
            lock.unlock();
        }
    }

    /** Waits while too much has not been dispatched. */
    void append(Change change) {
        var size = sizeOf(change);
        lock.lock();
        try {
            while (waitingBytes > 0 && waitingBytes + size > maxBytes / 2) {
                dispatched.awaitUninterruptibly();
            }
            add(new Happened(end, change, new ChangeJson(change), size, clock.instant()));
            newest = Position.behind(change.position().transaction());
            if (cursor <= end) {
                waitingBytes += size;
            }
        } finally {
            lock.unlock();
        }
    }

    void append(Gap gap) {
        lock.lock();
        try {
            add(new Missing(end, gap, clock.instant()));
        } finally {
            lock.unlock();
        }
    }

    private void add(Entry entry) {
        if (end - first == ring.length) {
            grow();
        }
        ring[place(end)] = entry;
        bytes += entry.size();
        end++;
        trim();
        appended.signalAll();
    }

    /** Forgets what is too old or too much. To be called from time to time. */
    public void trim() {
        lock.lock();
        try {
            var oldest = clock.instant().minus(window);
            while (first < end && first < cursor && isTooMuch(at(first), oldest)) {
                forget(at(first));
                ring[place(first)] = null;
                first++;
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isTooMuch(Entry entry, Instant oldest) {
        return bytes > maxBytes || entry.at().isBefore(oldest);
    }

    private void forget(Entry entry) {
        bytes -= entry.size();
        if (entry instanceof Happened(var number, var change, var json, var size, var at)) {
            coveredFrom = change.position().next();
            var after = change.committedAt().plusNanos(1000);
            coveredSince = after.isAfter(coveredSince) || coveredSince.equals(Instant.MAX) ? after : coveredSince;
        }
    }

    /** From now on what comes has to be dispatched; returns the number of the first such entry. */
    long startDispatching() {
        lock.lock();
        try {
            cursor = end;
            return cursor;
        } finally {
            lock.unlock();
        }
    }

    /** The entry with that number, which is the next to be dispatched; waits for it. The one before is done. */
    Entry take(long number) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (number >= end) {
                appended.await();
            }
            return at(number);
        } finally {
            lock.unlock();
        }
    }

    void done(Entry entry) {
        lock.lock();
        try {
            cursor = entry.number() + 1;
            waitingBytes -= entry.size();
            dispatched.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Up to so many entries from that number on, none if there are none yet; null if some of them are forgotten. */
    @Nullable
    List<Entry> read(long from, int max) {
        lock.lock();
        try {
            if (from < first) {
                return null;
            }
            var read = new ArrayList<Entry>(max);
            for (long number = from; number < end && read.size() < max; number++) {
                read.add(at(number));
            }
            return read;
        } finally {
            lock.unlock();
        }
    }

    /** The number of the first entry that is kept; of the next one if none is. */
    long first() {
        lock.lock();
        try {
            return first;
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing waits to be dispatched. */
    public boolean isDispatched() {
        lock.lock();
        try {
            return cursor == end;
        } finally {
            lock.unlock();
        }
    }

    /** The position of the entry with that number; if it is none of a change, or there is none yet, where the next change will be. */
    Position positionOf(long number) {
        lock.lock();
        try {
            for (long behind = Math.max(number, first); behind < end; behind++) {
                if (at(behind) instanceof Happened happened) {
                    return happened.change().position();
                }
            }
            return newest;
        } finally {
            lock.unlock();
        }
    }

    /** Behind the transaction that was announced last: what comes from now on is there or later. */
    Position newest() {
        lock.lock();
        try {
            return newest;
        } finally {
            lock.unlock();
        }
    }

    /** How many entries there have been. */
    public long end() {
        lock.lock();
        try {
            return end;
        } finally {
            lock.unlock();
        }
    }

    /** What the kept ones take of the memory, roughly. */
    public long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    /** Whether everything at that position and behind it is kept. */
    boolean reachesBackTo(Position position) {
        lock.lock();
        try {
            return !position.isBefore(coveredFrom);
        } finally {
            lock.unlock();
        }
    }

    /** Whether everything is kept that was committed at that time or later. */
    boolean reachesBackTo(Instant time) {
        lock.lock();
        try {
            return !time.isBefore(coveredSince);
        } finally {
            lock.unlock();
        }
    }

    /** Since when everything is kept. */
    public Instant coveredSince() {
        lock.lock();
        try {
            return coveredSince;
        } finally {
            lock.unlock();
        }
    }

    /** The number of the first entry at that position or behind it. */
    long numberOf(Position position) {
        lock.lock();
        try {
            long low = first;
            long high = end;
            while (low < high) {
                long middle = (low + high) >>> 1;
                if (isBefore(middle, position)) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        } finally {
            lock.unlock();
        }
    }

    /** A gap has no position: it is where the change behind it is. */
    private boolean isBefore(long number, Position position) {
        for (long behind = number; behind < end; behind++) {
            if (at(behind) instanceof Happened happened) {
                return happened.change().position().isBefore(position);
            }
        }
        return false;
    }

    private Entry at(long number) {
        return Objects.requireNonNull(ring[place(number)], "an entry that is not kept");
    }

    private int place(long number) {
        return (int) (number & (ring.length - 1));
    }

    private void grow() {
        var larger = new Entry[2 * ring.length];
        for (long number = first; number < end; number++) {
            larger[(int) (number & (larger.length - 1))] = at(number);
        }
        ring = larger;
    }

    private static int sizeOf(Change change) {
        // twice, since what somebody hears is kept as text too
        return ENTRY_BYTES
                + 2
                        * switch (change) {
                            case Change.Insert insert -> sizeOf(insert.row());
                            case Change.Update update -> sizeOf(update.row()) + sizeOf(update.old());
                            case Change.Delete delete -> sizeOf(delete.old());
                        };
    }

    private static int sizeOf(Row row) {
        var size = new int[1];
        row.forEach((name, value) -> size[0] += VALUE_BYTES + lengthOf(value));
        return size[0];
    }

    private static int lengthOf(JsonNode value) {
        if (value.isString()) {
            return value.asString().length();
        }
        var length = 0;
        for (var child : value) {
            length += VALUE_BYTES + lengthOf(child);
        }
        return length;
    }
}
