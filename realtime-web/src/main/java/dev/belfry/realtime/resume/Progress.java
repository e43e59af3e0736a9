package dev.belfry.realtime.resume;

import dev.belfry.domain.change.Position;
import dev.belfry.realtime.hub.Memory;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How far a page has got on one topic. Lives from its join until it leaves, or until its time to come back is over. */
public final class Progress {

    private final Memory memory;
    private final @Nullable Position changesFrom;
    private final long broadcastsFrom;
    private final Consumer<Position> record;
    private final Track<Position> changes = new Track<>();
    private final Track<Long> broadcasts = new Track<>();
    private volatile @Nullable Supplier<Position> reaches;
    private volatile @Nullable Position reached;
    private volatile long broadcastsReached = Long.MAX_VALUE;
    private volatile @Nullable Instant lostAt;

    /**
     * @param changesFrom where changes go on; null for what comes from now on
     * @param broadcastsFrom the number of the first broadcast that it has not
     * @param record keeps a position beyond the end of this process
     */
    Progress(Memory memory, @Nullable Position changesFrom, long broadcastsFrom, Consumer<Position> record) {
        this.memory = memory;
        this.changesFrom = changesFrom;
        this.broadcastsFrom = broadcastsFrom;
        this.record = record;
    }

    public @Nullable Position changesFrom() {
        return changesFrom;
    }

    public long broadcastsFrom() {
        return broadcastsFrom;
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
        reached = asked == null ? changesFrom : asked.get();
        reaches = null;
        broadcastsReached = memory.next();
        record();
    }

    public Receipt sentChange(Position position) {
        changes.sent(position);
        return new Receipt() {
            @Override
            public void written() {
                record.accept(position.next());
            }

            @Override
            public void acknowledged() {
                changes.acknowledged(position, position.next());
            }
        };
    }

    public Receipt sentBroadcast(long number) {
        broadcasts.sent(number);
        return new Receipt() {
            @Override
            public void written() {}

            @Override
            public void acknowledged() {
                broadcasts.acknowledged(number, number + 1);
            }
        };
    }

    /** The first change that the page may not have; null if it never heard any. */
    @Nullable
    Position firstMissingChange() {
        var asked = reaches;
        var at = asked == null ? reached : asked.get();
        return at == null ? null : changes.firstMissing(at);
    }

    long firstMissingBroadcast() {
        return broadcasts.firstMissing(Math.min(broadcastsReached, memory.next()));
    }

    /** Keeps where the page is, which moves on although nothing is sent to it. */
    void record() {
        var at = firstMissingChange();
        if (at != null && (lostAt != null || reaches == null || changes.isAcknowledged())) {
            record.accept(at);
        }
    }

    void lost(Instant now) {
        lostAt = now;
    }

    boolean isLostSince(Instant time) {
        var at = lostAt;
        return at != null && Objects.requireNonNull(at).isBefore(time);
    }
}
