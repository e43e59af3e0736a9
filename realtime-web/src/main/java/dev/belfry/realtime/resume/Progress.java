package dev.belfry.realtime.resume;

import dev.belfry.domain.change.Position;
import dev.belfry.realtime.hub.Memory;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How far a page has got on one topic. Lives from its join until it leaves, or until its time to come back is over. */
public final class Progress {

    private final Memory memory;
    private final PositionFile.Place place;
    private final Object socket;
    private final Track<Position> changes;
    private final Track<Long> broadcasts;
    private final @Nullable Position changesFrom;
    private final long broadcastsFrom;
    private final @Nullable String unknown;

    private volatile @Nullable Supplier<Position> reaches;
    private volatile @Nullable Position reached;
    private volatile long broadcastsReached = Long.MAX_VALUE;
    private volatile @Nullable Instant lostAt;
    private volatile boolean isRetired;
    /** The first that was not acknowledged at the last look. */
    private volatile @Nullable Position waitedFor;
    /** It is not acknowledged for so long that it may never be. */
    private volatile boolean isOverdue;

    private Progress(
            Memory memory,
            PositionFile.Place place,
            Object socket,
            Track<Position> changes,
            Track<Long> broadcasts,
            @Nullable Position changesFrom,
            long broadcastsFrom,
            @Nullable String unknown) {
        this.memory = memory;
        this.place = place;
        this.socket = socket;
        this.changes = changes;
        this.broadcasts = broadcasts;
        this.changesFrom = changesFrom;
        this.broadcastsFrom = broadcastsFrom;
        this.unknown = unknown;
        this.reached = changesFrom;
    }

    /** Of a page that is not remembered, but may be known from long ago or from another process. */
    static Progress unremembered(Memory memory, PositionFile.Place place, Object socket) {
        return new Progress(
                memory, place, socket, new Track<>(), new Track<>(), place.read(), memory.next(), place.unknown());
    }

    /** Of a page that was here: by another socket, or by the same, on which everything that was sent still arrives. */
    static Progress after(Progress before, Memory memory, PositionFile.Place place, Object socket) {
        before.isRetired = true;
        return before.socket.equals(socket)
                ? new Progress(
                        memory,
                        place,
                        socket,
                        before.changes,
                        before.broadcasts,
                        before.firstUnsentChange(),
                        before.broadcasts.firstUnsent(before.broadcastsReached()),
                        null)
                : new Progress(
                        memory,
                        place,
                        socket,
                        new Track<>(),
                        new Track<>(),
                        before.firstMissingChange(),
                        before.broadcasts.firstMissing(before.broadcastsReached()),
                        null);
    }

    /** Where changes go on; null for what comes from now on. */
    public @Nullable Position changesFrom() {
        return changesFrom;
    }

    /** The number of the first broadcast that the page has not. */
    public long broadcastsFrom() {
        return broadcastsFrom;
    }

    /** Why broadcasts may have been missed that nobody remembers; null if none can have been. */
    public @Nullable String unknown() {
        return unknown;
    }

    public Memory memory() {
        return memory;
    }

    /** @param reaches says what is before it was sent, or is not for the page */
    public void follows(Supplier<Position> reaches) {
        this.reaches = reaches;
        record();
    }

    /** The page hears nothing more by the channel that it had. To be called while it still does, so that nothing falls between. */
    public void stopped() {
        var asked = reaches;
        if (asked != null) {
            reached = asked.get();
            reaches = null;
        }
        broadcastsReached = memory.next();
        record();
    }

    public Receipt sentChange(Position position) {
        changes.sent(position, position.next());
        return new Receipt() {
            @Override
            public void written() {
                if (!isRetired && !isOverdue) {
                    place.write(position.next());
                }
            }

            @Override
            public void acknowledged() {
                changes.acknowledged(position);
            }
        };
    }

    public Receipt sentBroadcast(long number) {
        broadcasts.sent(number, number + 1);
        place.owesBroadcasts(true);
        return new Receipt() {
            @Override
            public void written() {}

            @Override
            public void acknowledged() {
                broadcasts.acknowledged(number);
                if (!isRetired) {
                    place.owesBroadcasts(broadcasts.firstUnacknowledged() != null);
                }
            }
        };
    }

    private long broadcastsReached() {
        return Math.min(broadcastsReached, memory.next());
    }

    private @Nullable Position reachedChange() {
        var asked = reaches;
        return asked == null ? reached : asked.get();
    }

    private @Nullable Position firstUnsentChange() {
        var at = reachedChange();
        return at == null ? null : changes.firstUnsent(at);
    }

    /** The first change that the page may not have; null if it never heard any. */
    private @Nullable Position firstMissingChange() {
        var at = reachedChange();
        return at == null ? null : changes.firstMissing(at);
    }

    /**
     * Keeps where the page is. It moves on although nothing is sent; and it goes back to what was acknowledged if that has been waited for in vain
     * since the last look, for then what was written since may be on its way to nowhere.
     */
    void record() {
        var at = firstMissingChange();
        if (at == null || isRetired) {
            return;
        }
        var unacknowledged = changes.firstUnacknowledged();
        isOverdue = unacknowledged != null && (lostAt != null || unacknowledged.equals(waitedFor));
        waitedFor = unacknowledged;
        if (unacknowledged == null || isOverdue) {
            place.write(at);
        }
    }

    void lost(Instant now) {
        lostAt = now;
        record();
    }

    boolean isLostSince(Instant time) {
        var at = lostAt;
        return at != null && at.isBefore(time);
    }
}
