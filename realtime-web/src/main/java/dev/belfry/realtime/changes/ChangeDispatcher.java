package dev.belfry.realtime.changes;

import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.Gap;
import dev.belfry.domain.change.Position;
import dev.belfry.realtime.changes.Journal.Entry;
import dev.belfry.realtime.changes.Journal.Happened;
import dev.belfry.realtime.changes.Journal.Missing;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Takes committed changes in order to every subscriber that asked for them and may see them: on a thread of its own to those who keep
 * up, and from the journal, on other threads, to those who have to catch up.
 */
public final class ChangeDispatcher implements AutoCloseable {

    private static final Logger LOG = System.getLogger(ChangeDispatcher.class.getName());
    private static final int SLICE = 64;

    private final Subscriptions subscriptions = new Subscriptions();
    private final Journal journal;
    private final Deliveries deliveries;
    private final Lanes questions;
    private final Executor catchUps;
    private volatile @Nullable Thread thread;

    /**
     * @param catchUps a few threads
     * @param questions a few threads that may ask the database
     */
    public ChangeDispatcher(Journal journal, Visibility visibility, Executor catchUps, Executor questions) {
        this.journal = journal;
        this.deliveries = new Deliveries(visibility);
        this.catchUps = catchUps;
        this.questions = new Lanes(questions);
    }

    /** From now on changes are dispatched; those before are for whoever asks for them. */
    public void start(ThreadFactory threads) {
        var first = journal.startDispatching();
        subscriptions.startAt(first);
        var started = threads.newThread(() -> run(first));
        started.setName("belfry-changes");
        thread = started;
        started.start();
    }

    /** Returns at once, unless far too much waits. */
    public void accept(Change change) {
        journal.append(change);
    }

    /** As {@link #accept(Change)}: everybody who hears changes is told. */
    public void accept(Gap gap) {
        journal.append(gap);
    }

    /**
     * Begins to hear changes.
     *
     * @param from what was announced there or later is owed, of all bindings; null for what comes from now on, and for what bindings
     *     ask for by time
     * @param first runs before the first of them
     */
    public void follow(ChangeSubscriber subscriber, @Nullable Position from, Runnable first) {
        var asksByTime =
                from == null && subscriber.bindings().bindings().stream().anyMatch(binding -> binding.since() != null);
        if (from == null && !asksByTime) {
            subscriptions.addLive(subscriber, journal.newest(), first);
            return;
        }
        var number = from == null ? journal.first() : journal.numberOf(from);
        var follower = from == null
                ? subscriptions.addBehind(
                        subscriber, journal.newest(), journal.end(), number, journal.positionOf(number), first)
                : subscriptions.addBehind(subscriber, from, 0, number, from, first);
        if (from != null && !journal.reachesBackTo(from)) {
            subscriber.missed("changes before " + journal.coveredSince() + " are not kept any more");
        }
        if (asksByTime) {
            subscriber.bindings().bindings().stream()
                    .filter(binding -> binding.since() != null && !journal.reachesBackTo(binding.since()))
                    .findFirst()
                    .ifPresent(binding -> subscriber.missed("changes are kept since " + journal.coveredSince()
                            + ", and were asked for since " + binding.since()));
        }
        catchUps.execute(() -> catchUp(follower));
    }

    public void unfollow(ChangeSubscriber subscriber) {
        subscriptions.remove(subscriber);
    }

    /** The subscriber has other claims now. */
    public void renewed(ChangeSubscriber subscriber) {
        subscriptions.renewed(subscriber);
    }

    /** Frees what is not needed any more. To be called from time to time. */
    public void trim() {
        deliveries.trim();
    }

    /** What is before it was told to the subscriber, is being told, or is not for it. */
    public Position reached(ChangeSubscriber subscriber) {
        return subscriptions.reached(subscriber);
    }

    /** Nothing was announced before that position that has not been dispatched: pages to which nothing was sent are there. */
    public void idleUpTo(Position position) {
        subscriptions.reached(position);
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void run(long first) {
        var number = first;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                var entry = journal.take(number);
                number++;
                try {
                    dispatch(entry);
                } finally {
                    journal.done(entry);
                }
            } catch (InterruptedException e) {
                return;
            } catch (Throwable e) { // whatever one change does, the next ones are owed
                LOG.log(Level.ERROR, "ChangeNotDispatched: a change was lost for those who had not got it yet", e);
            }
        }
    }

    private void dispatch(Entry entry) {
        switch (entry) {
            case Happened happened -> {
                var position = happened.change().position();
                try {
                    dispatch(happened, position);
                } finally {
                    subscriptions.done(position);
                }
            }
            case Missing(var number, var gap, var at) ->
                subscriptions
                        .allLive(number)
                        .forEach(follower -> follower.subscriber().missed(gap.why()));
        }
    }

    private void dispatch(Happened happened, Position position) {
        var change = happened.change();
        var found = subscriptions.find(happened.number(), change);
        if (!found.isHeard()) {
            return;
        }
        var delivery = deliveries.make(happened, found.roles());
        var open = new ArrayList<Delivery.Waiter>();
        for (var match : subscriptions.live(found.candidates(), happened.number(), position, delivery.judge())) {
            for (var follower : match.followers()) {
                if (!hasRoom(follower, happened)) {
                    continue;
                }
                var sight = delivery.sight(follower.subscriber().claims());
                if (sight instanceof Sight.Open) {
                    leaveBehind(follower, happened);
                    open.add(waiter(follower));
                } else {
                    deliver(follower, () -> delivery.to(follower.subscriber(), match.matched(), sight));
                }
            }
        }
        for (var role : found.roles()) {
            if (delivery.refuses(role)) {
                refuse(role, happened, delivery);
            }
        }
        if (!open.isEmpty()) {
            deliveries.share(happened, delivery).ask(open, questions);
        }
    }

    /** One without room is left behind, and catches up. */
    private boolean hasRoom(Follower follower, Happened happened) {
        var hasRoom = follower.subscriber().hasRoom();
        if (!hasRoom) {
            leaveBehind(follower, happened);
            catchUps.execute(() -> catchUp(follower));
        }
        return hasRoom;
    }

    private void leaveBehind(Follower follower, Happened happened) {
        subscriptions.leaveBehind(follower, happened.number(), happened.change().position());
    }

    private Delivery.Waiter waiter(Follower follower) {
        return new Delivery.Waiter(
                follower.subscriber().claims(), answered -> catchUps.execute(() -> catchUp(follower, answered)));
    }

    private void refuse(String role, Happened happened, Delivery delivery) {
        for (var match : subscriptions.concerned(role, happened.number(), happened.change())) {
            for (var follower : match.followers()) {
                if (hasRoom(follower, happened)) {
                    deliver(follower, () -> delivery.refuse(follower.subscriber(), match.matched()));
                }
            }
        }
    }

    /** One to whom it cannot be told hears that, and starves nobody else. */
    private static void deliver(Follower follower, Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "ChangeNotDispatched: a change was lost for one subscriber, who is told", e);
            follower.subscriber().missed("a change could not be told");
        }
    }

    private void catchUp(Follower follower) {
        catchUp(follower, null);
    }

    /**
     * A slice of what a follower has not heard yet; the rest later, so that many catch up side by side.
     *
     * @param answered what it waited for: it holds, however long the answer took, or nobody would get ahead whose policies are slow
     */
    private void catchUp(Follower follower, @Nullable Delivery answered) {
        try {
            for (var i = 0; i < SLICE; i++) {
                if (subscriptions.hasCaughtUp(follower)) {
                    return;
                }
                if (!follower.subscriber().hasRoom()) {
                    follower.subscriber().whenRoom(() -> catchUps.execute(() -> catchUp(follower, answered)));
                    return;
                }
                if (!step(follower, answered)) {
                    return;
                }
            }
        } catch (Throwable e) { // the entry is passed over, and the rest still comes
            LOG.log(Level.ERROR, "CatchUpFailed: a change was lost for one subscriber, who is told", e);
            follower.subscriber().missed("a change could not be told");
            subscriptions.passed(follower, follower.next() + 1, null);
        }
        catchUps.execute(() -> catchUp(follower));
    }

    /** False if PostgreSQL is asked first: it goes on after that. */
    private boolean step(Follower follower, @Nullable Delivery answered) {
        var read = journal.read(follower.next(), 1);
        if (read == null) {
            var first = journal.first();
            follower.subscriber()
                    .missed("too slow: changes before " + journal.coveredSince() + " are not kept any more");
            subscriptions.passed(follower, first, null);
            return true;
        }
        for (var entry : read) {
            switch (entry) {
                case Happened happened -> {
                    if (!tell(happened, follower, answered)) {
                        return false;
                    }
                    subscriptions.passed(
                            follower,
                            happened.number() + 1,
                            happened.change().position().next());
                }
                case Missing(var number, var gap, var at) -> {
                    follower.subscriber().missed(gap.why());
                    subscriptions.passed(follower, number + 1, null);
                }
            }
        }
        return true;
    }

    private boolean tell(Happened happened, Follower follower, @Nullable Delivery answered) {
        var subscriber = follower.subscriber();
        var concerned = subscriptions.concerned(happened.change(), follower);
        if (concerned.isEmpty()) {
            return true;
        }
        var claims = subscriber.claims();
        var delivery = answered != null && answered.answers(happened, claims)
                ? answered
                : deliveries.share(happened, Set.of(claims.role()));
        if (delivery.refuses(claims.role())) {
            deliver(follower, () -> delivery.refuse(subscriber, concerned));
            return true;
        }
        var matched = subscriptions.matching(happened.change(), follower);
        if (matched.isEmpty()) {
            return true;
        }
        var sight = delivery.sight(claims);
        if (sight instanceof Sight.Open) {
            delivery.ask(List.of(waiter(follower)), questions);
            return false;
        }
        deliver(follower, () -> delivery.to(subscriber, matched, sight));
        return true;
    }
}
