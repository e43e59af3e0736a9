package dev.belfry.realtime.changes;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.Position;
import java.util.HashSet;
import java.util.Set;

/**
 * A subscriber, and how far it has come. A live one hears what is dispatched; one that is not reads the journal until it has caught
 * up: since it came back, asked for what was before, or was too slow.
 *
 * <p>Its fields are guarded by the lock of {@link Subscriptions}.
 */
final class Follower {

    private final ChangeSubscriber subscriber;
    private final Subscriptions.Group group;
    /** Nothing before it is owed, unless a binding asks for it by time. */
    private final Position from;

    /** Entries before it may be owed by their time, and only the journal tells; 0 if no binding asks by time. */
    private final long owedByTimeBefore;

    private final Set<Long> reachedTime = new HashSet<>(1);
    private boolean live;
    private boolean gone;
    private long next;
    private Position reached;
    private Claims filedUnder;

    Follower(ChangeSubscriber subscriber, Subscriptions.Group group, Position from, long owedByTimeBefore) {
        this.subscriber = subscriber;
        this.group = group;
        this.from = from;
        this.owedByTimeBefore = owedByTimeBefore;
        this.reached = from;
        this.filedUnder = subscriber.claims();
    }

    /** As whom it is found: the subscriber may have become somebody else since. */
    Claims filedUnder() {
        return filedUnder;
    }

    void file(Claims claims) {
        filedUnder = claims;
    }

    ChangeSubscriber subscriber() {
        return subscriber;
    }

    Subscriptions.Group group() {
        return group;
    }

    /** Whether the change is owed by that binding. */
    boolean isOwed(Change change, Binding binding) {
        return isOwedAt(change.position()) || (owedByTimeBefore > 0 && isOwedByTime(change, binding));
    }

    /** Changes are in order, and their times only nearly so: behind the first that is late enough all are owed. */
    private boolean isOwedByTime(Change change, Binding binding) {
        var since = binding.since();
        if (since != null && !change.committedAt().isBefore(since)) {
            reachedTime.add(binding.id());
        }
        return reachedTime.contains(binding.id());
    }

    boolean isOwedAt(Position position) {
        return !position.isBefore(from);
    }

    boolean isLive() {
        return live;
    }

    boolean isGone() {
        return gone;
    }

    /** The number of the entry that it looks at next. */
    long next() {
        return next;
    }

    /** Everything before that is told to it or is not for it, if it is not live. */
    Position reached() {
        return reached;
    }

    /** Whether it can go live: nothing is owed to it that only the journal has. */
    boolean isPast(long unmatched) {
        return next >= Math.max(unmatched, owedByTimeBefore);
    }

    void goLive(long number) {
        live = true;
        next = number;
    }

    void leaveBehind(long number, Position position) {
        live = false;
        next = number;
        reached = position;
    }

    void passed(long number, Position position) {
        next = number;
        reached = position.isBefore(reached) ? reached : position;
    }

    void goneNow() {
        gone = true;
        live = false;
    }
}
