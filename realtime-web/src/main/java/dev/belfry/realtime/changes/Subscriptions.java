package dev.belfry.realtime.changes;

import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.Position;
import dev.belfry.domain.change.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who asked for which changes. Subscribers that ask for the same are one group, matched once; groups are found by their table, and
 * by the value of a column if they filter by one: what nobody asked for costs nothing, however many others there are.
 *
 * <p>Tables are known by the changes of them: one whose columns have changed is held against all groups anew.
 */
final class Subscriptions {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Group> groups = new HashMap<>();
    private final Map<String, TableIndex> tables = new HashMap<>();
    private final Map<ChangeSubscriber, Follower> followers = new HashMap<>();
    /** The number of the first entry that live followers have not been looked up for. */
    private long unmatched;
    /** Everything before it was handed to live followers. */
    private Position dispatched = Position.START;

    /**
     * Those for whom a change is the same.
     *
     * @param selections what they get: one message for each
     */
    record Match(List<Follower> followers, List<Selection> selections) {}

    /**
     * @param ids of the bindings that matched
     * @param select the columns that those bindings want besides the key; empty for all
     */
    record Selection(List<Long> ids, List<String> select) {}

    /** From that entry on followers are live. */
    void startAt(long number) {
        lock.lock();
        try {
            unmatched = number;
        } finally {
            lock.unlock();
        }
    }

    /** Adds one that hears what is announced from that position on, after the action has run. */
    void addLive(ChangeSubscriber subscriber, Position from, Runnable first) {
        lock.lock();
        try {
            var follower = add(subscriber, from, false);
            follower.goLive(unmatched);
            first.run();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Adds one that has to catch up, after the action has run.
     *
     * @param asksByTime whether bindings are owed what was before that position, by their time
     * @param number of the entry that it looks at first
     * @param reached where that is
     */
    Follower addBehind(
            ChangeSubscriber subscriber,
            Position from,
            boolean asksByTime,
            long number,
            Position reached,
            Runnable first) {
        lock.lock();
        try {
            var follower = add(subscriber, from, asksByTime);
            follower.leaveBehind(number, reached);
            first.run();
            return follower;
        } finally {
            lock.unlock();
        }
    }

    private Follower add(ChangeSubscriber subscriber, Position from, boolean asksByTime) {
        var asked = subscriber.bindings();
        var group = groups.get(asked.key());
        if (group == null) {
            group = new Group(asked.bindings());
            groups.put(asked.key(), group);
            for (var index : tables.values()) {
                index.add(group);
            }
        }
        var follower = new Follower(subscriber, group, from, asksByTime);
        group.members.add(follower);
        followers.put(subscriber, follower);
        return follower;
    }

    void remove(ChangeSubscriber subscriber) {
        lock.lock();
        try {
            var follower = followers.remove(subscriber);
            if (follower != null) {
                follower.goneNow();
                var group = follower.group();
                group.members.remove(follower);
                if (group.members.isEmpty()) {
                    groups.remove(subscriber.bindings().key());
                    tables.values().forEach(index -> index.remove(group));
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** How far the subscriber has come: everything before is told to it, or about to be, or not for it. */
    Position reached(ChangeSubscriber subscriber) {
        lock.lock();
        try {
            var follower = followers.get(subscriber);
            if (follower == null) {
                return dispatched;
            }
            var passed = follower.isLive() ? dispatched : follower.reached();
            return passed.isBefore(follower.reached()) ? follower.reached() : passed;
        } finally {
            lock.unlock();
        }
    }

    /** Live followers that hear the change. Is called once for each entry, in order; {@link #done} ends it. */
    List<Match> matching(long number, Change change) {
        lock.lock();
        try {
            unmatched = number + 1;
            var matches = new ArrayList<Match>();
            index(change.table()).matching(change).forEach((group, bindings) -> {
                var live = group.live(number, change.position());
                if (!live.isEmpty()) {
                    matches.add(new Match(live, selections(bindings)));
                }
            });
            return matches;
        } finally {
            lock.unlock();
        }
    }

    void done(Position position) {
        reached(position.next());
    }

    /** Everything before that position was handed to live followers. */
    void reached(Position position) {
        lock.lock();
        try {
            dispatched = dispatched.isBefore(position) ? position : dispatched;
        } finally {
            lock.unlock();
        }
    }

    /** What one follower that catches up hears of a change. */
    List<Selection> matching(Change change, Follower follower) {
        lock.lock();
        try {
            return selections(index(change.table()).matching(change, follower.group()).stream()
                    .filter(binding -> follower.isOwed(change, binding))
                    .toList());
        } finally {
            lock.unlock();
        }
    }

    /** The next entry is no change: everybody hears of it, and it is passed. */
    List<Follower> allLive(long number) {
        lock.lock();
        try {
            unmatched = number + 1;
            return followers.values().stream().filter(Follower::isLive).toList();
        } finally {
            lock.unlock();
        }
    }

    void leaveBehind(Follower follower, long number, Position position) {
        lock.lock();
        try {
            if (!follower.isGone()) {
                follower.leaveBehind(number, position);
            }
        } finally {
            lock.unlock();
        }
    }

    void passed(Follower follower, long number, @Nullable Position position) {
        lock.lock();
        try {
            follower.passed(number, position == null ? follower.reached() : position);
        } finally {
            lock.unlock();
        }
    }

    /** True if the follower has caught up and is live from now on, or has gone. */
    boolean hasCaughtUp(Follower follower) {
        lock.lock();
        try {
            if (!follower.isGone() && follower.next() >= unmatched) {
                follower.goLive(follower.next());
            }
            return follower.isGone() || follower.isLive();
        } finally {
            lock.unlock();
        }
    }

    private TableIndex index(Table table) {
        var name = table.toString();
        var known = tables.get(name);
        if (known != null && known.isOf(table)) {
            return known;
        }
        var index = new TableIndex(table);
        groups.values().forEach(index::add);
        tables.put(name, index);
        return index;
    }

    private static List<Selection> selections(List<Binding> bindings) {
        var ids = new LinkedHashMap<List<String>, List<Long>>();
        for (var binding : bindings) {
            ids.computeIfAbsent(binding.select(), select -> new ArrayList<>()).add(binding.id());
        }
        return ids.entrySet().stream()
                .map(entry -> new Selection(entry.getValue(), entry.getKey()))
                .toList();
    }

    /** Those who ask for the same. */
    static final class Group {

        private final List<Binding> bindings;
        private final Set<Follower> members = new LinkedHashSet<>();

        Group(List<Binding> bindings) {
            this.bindings = bindings;
        }

        List<Binding> bindings() {
            return bindings;
        }

        private List<Follower> live(long number, Position position) {
            var live = new ArrayList<Follower>(members.size());
            for (var member : members) {
                if (member.isLive() && member.next() <= number && member.isOwedAt(position)) {
                    live.add(member);
                }
            }
            return live;
        }
    }
}
