package dev.belfry.realtime.presence;

import dev.belfry.domain.presence.Meta;
import dev.belfry.domain.presence.PresenceMoved;
import dev.belfry.realtime.hub.Hub;
import dev.belfry.realtime.hub.TopicKey;
import dev.belfry.realtime.protocol.ServerMessage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Who is on which topic. All of it happens on one thread, in the order of the calls, so that a state and the diffs after it fit
 * together; no call waits.
 *
 * <p>The first move on a quiet topic is told at once; what follows within the window is told together at its end, so that a thousand
 * who join in a second cost some twenty diffs and not a thousand.
 */
public final class Presences {

    private static final Logger LOG = System.getLogger(Presences.class.getName());

    private static final int ANSWER_SECONDS = 5;

    private final Hub hub;
    private final ScheduledExecutorService thread;
    private final long windowNanos;
    private final Duration grace;
    private final Consumer<PresenceMoved> announcement;
    private final MetaRefs refs = new MetaRefs();
    private final Map<TopicKey, Room> rooms = new HashMap<>();
    private final LongAdder joins = new LongAdder();
    private final LongAdder leaves = new LongAdder();

    /**
     * @param thread of one thread
     * @param window for how long moves are gathered after a diff
     * @param grace how long the place of a lost connection is kept for its page
     * @param announcement told of each diff, on that thread
     */
    public Presences(
            Hub hub,
            ScheduledExecutorService thread,
            Duration window,
            Duration grace,
            Consumer<PresenceMoved> announcement) {
        this.hub = hub;
        this.thread = thread;
        this.windowNanos = window.toNanos();
        this.grace = grace;
        this.announcement = announcement;
    }

    /** One topic's presence, and whose each place is: who comes back to a place takes it over. */
    private static final class Room {
        final PresenceState state = new PresenceState();
        final Map<Place, Object> owners = new HashMap<>();
        long lastDiff;
        boolean diffIsDue;
        boolean isNew = true;
    }

    public void track(TopicKey topic, Place place, Object owner, String state) {
        run(() -> {
            var room = rooms.computeIfAbsent(topic, key -> new Room());
            if (room.owners.put(place, owner) == null) {
                joins.increment();
            }
            if (room.state.track(place, state, refs.next())) {
                moved(topic, room);
            }
        });
    }

    public void untrack(TopicKey topic, Place place, Object owner) {
        run(() -> remove(topic, place, owner));
    }

    /** The owner lost its connection: it is gone unless somebody has taken over its place when the grace time is over. */
    public void lost(TopicKey topic, Place place, Object owner) {
        schedule(() -> remove(topic, place, owner), grace.toNanos());
    }

    /** Calls back on the presence thread: every diff that is published later is the next step after that state. */
    public void withState(TopicKey topic, Consumer<Map<String, List<Meta>>> listener) {
        run(() -> {
            var room = rooms.get(topic);
            listener.accept(room == null ? Map.of() : room.state.announced());
        });
    }

    public CompletableFuture<Map<String, List<Meta>>> current(TopicKey topic) {
        var result = new CompletableFuture<Map<String, List<Meta>>>();
        run(() -> {
            var room = rooms.get(topic);
            result.complete(room == null ? Map.of() : room.state.current());
        });
        return result.completeOnTimeout(Map.of(), ANSWER_SECONDS, TimeUnit.SECONDS); // the thread may have ended
    }

    /** How many places are taken, on all topics together. */
    public long places() {
        return joins.sum() - leaves.sum();
    }

    /** How many places were taken since the start. */
    public long joins() {
        return joins.sum();
    }

    /** How many of them were given up, or lost. */
    public long leaves() {
        return leaves.sum();
    }

    /** Topics that somebody is on, to be asked on the presence thread. */
    int rooms() {
        return rooms.size();
    }

    private void remove(TopicKey topic, Place place, Object owner) {
        var room = rooms.get(topic);
        if (room != null && room.owners.remove(place, owner)) {
            leaves.increment();
            if (room.state.untrack(place)) {
                moved(topic, room);
            }
        }
    }

    private void moved(TopicKey topic, Room room) {
        if (room.diffIsDue) {
            return;
        }
        var wait = room.isNew ? 0 : room.lastDiff + windowNanos - System.nanoTime();
        if (wait <= 0) {
            tell(topic, room);
        } else {
            room.diffIsDue = true;
            schedule(() -> tell(topic, room), wait);
        }
    }

    private void tell(TopicKey topic, Room room) {
        room.diffIsDue = false;
        room.isNew = false;
        room.lastDiff = System.nanoTime();
        var diff = room.state.takeDiff();
        if (!diff.isEmpty()) {
            hub.publish(topic, new ServerMessage.PresenceDiff(topic.topic(), diff.joins(), diff.leaves()));
            announce(new PresenceMoved(topic.name(), topic.isPrivate(), diff.joins(), diff.leaves()));
        }
        if (room.state.isEmpty()) {
            rooms.remove(topic, room);
        }
    }

    private void announce(PresenceMoved moved) {
        try {
            announcement.accept(moved);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "PresenceNotAnnounced: an observer of PresenceMoved failed", e);
        }
    }

    private void run(Runnable step) {
        schedule(step, 0);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a step that fails says so itself
    private void schedule(Runnable step, long nanos) {
        try {
            thread.schedule(() -> guarded(step), nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "Presence has ended with the server", e);
        }
    }

    private static void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "PresenceFailed: a move could not be told", e);
        }
    }
}
