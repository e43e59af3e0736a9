package dev.belfry.realtime.changes;

import dev.belfry.domain.capture.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Who asked for which changes. */
public final class Subscriptions {

    private final Set<ChangeSubscriber> subscribers = ConcurrentHashMap.newKeySet();
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    /** A subscriber and those of its bindings that matched. */
    record Match(ChangeSubscriber subscriber, List<Long> ids) {}

    /** Adds a subscriber, which hears nothing until the action has run and everything after it. */
    public void add(ChangeSubscriber subscriber, Runnable first) {
        if (subscriber.bindings().isEmpty()) {
            first.run();
            return;
        }
        lock.readLock().lock();
        try {
            subscribers.add(subscriber);
            first.run();
        } finally {
            lock.readLock().unlock();
        }
    }

    public void remove(ChangeSubscriber subscriber) {
        subscribers.remove(subscriber);
    }

    List<Match> matching(Change change) {
        var matches = new ArrayList<Match>();
        lock.writeLock().lock();
        try {
            for (var subscriber : subscribers) {
                var ids = subscriber.bindings().stream()
                        .filter(binding -> binding.matches(change))
                        .map(Binding::id)
                        .toList();
                if (!ids.isEmpty()) {
                    matches.add(new Match(subscriber, ids));
                }
            }
        } finally {
            lock.writeLock().unlock();
        }
        return matches;
    }
}
