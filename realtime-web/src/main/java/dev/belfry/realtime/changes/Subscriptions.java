package dev.belfry.realtime.changes;

import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.Position;
import dev.belfry.domain.change.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
    /** Of all followers, with the groups that have one of the role. */
    private final Map<String, Set<Group>> roles = new HashMap<>();
    /** The number of the first entry that live followers have not been looked up for. */
    private long unmatched;
    /** Everything before it was handed to live followers. */
    private Position dispatched = Position.START;

    /** Those for whom a change is the same. */
    record Match(List<Follower> followers, Matched matched) {}

    /** A group with bindings that match a change, before it is known who may see it. */
    record Candidate(Group group, Matched matched) {}

    /**
     * What is known of a change before it is known who may see it.
     *
     * @param isHeard whether anybody asked for changes of the table
     * @param roles of those who did
     */
    record Found(boolean isHeard, List<Candidate> candidates, Set<String> roles) {}

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
            var follower = add(subscriber, from, 0);
            follower.goLive(unmatched);
            first.run();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Adds one that has to catch up, after the action has run.
     *
     * @param owedByTimeBefore entries before that number may be owed by their time; 0 if no binding asks by time
     * @param number of the entry that it looks at first
     * @param reached where that is
     */
    Follower addBehind(
            ChangeSubscriber subscriber,
            Position from,
            long owedByTimeBefore,
            long number,
            Position reached,
            Runnable first) {
        lock.lock();
        try {
            var follower = add(subscriber, from, owedByTimeBefore);
            follower.leaveBehind(number, reached);
            first.run();
            return follower;
        } finally {
            lock.unlock();
        }
    }

    private Follower add(ChangeSubscriber subscriber, Position from, long owedByTimeBefore) {
        var asked = subscriber.bindings();
        var group = groups.get(asked.key());
        if (group == null) {
            group = new Group(asked.bindings());
            groups.put(asked.key(), group);
            for (var index : tables.values()) {
                index.add(group);
            }
        }
        var follower = new Follower(subscriber, group, from, owedByTimeBefore);
        followers.put(subscriber, follower);
        file(follower);
        return follower;
    }

    void remove(ChangeSubscriber subscriber) {
        lock.lock();
        try {
            var follower = followers.remove(subscriber);
            if (follower != null) {
                follower.goneNow();
                var group = follower.group();
                unfile(follower);
                if (group.members.isEmpty()) {
                    groups.remove(subscriber.bindings().key());
                    tables.values().forEach(index -> index.remove(group));
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** The subscriber has become somebody else, or has other claims. */
    void renewed(ChangeSubscriber subscriber) {
        lock.lock();
        try {
            var follower = followers.get(subscriber);
            if (follower != null) {
                unfile(follower);
                follower.file(subscriber.claims());
                file(follower);
            }
        } finally {
            lock.unlock();
        }
    }

    private void file(Follower follower) {
        follower.group().members.add(follower);
        roles.computeIfAbsent(follower.filedUnder().role(), role -> new HashSet<>())
                .add(follower.group());
    }

    private void unfile(Follower follower) {
        var group = follower.group();
        group.members.remove(follower);
        roles.computeIfPresent(follower.filedUnder().role(), (role, having) -> {
            if (!group.members.has(role)) {
                having.remove(group);
            }
            return having.isEmpty() ? null : having;
        });
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

    /** Who asked for the change. Is called once for each entry, in order; {@link #done} ends it. */
    Found find(long number, Change change) {
        lock.lock();
        try {
            unmatched = number + 1;
            var index = index(change.table());
            var candidates = new ArrayList<Candidate>();
            index.matching(change)
                    .forEach((group, bindings) -> candidates.add(new Candidate(group, new Matched(bindings))));
            return new Found(!index.isEmpty(), candidates, Set.copyOf(roles.keySet()));
        } finally {
            lock.unlock();
        }
    }

    /** Live followers that hear the change, and may see it as far as is known. */
    List<Match> live(List<Candidate> candidates, long number, Position position, Visibility.Judge judge) {
        lock.lock();
        try {
            var matches = new ArrayList<Match>();
            for (var candidate : candidates) {
                var followers = candidate.group().members.find(judge, follower -> isLive(follower, number, position));
                if (!followers.isEmpty()) {
                    matches.add(new Match(followers, candidate.matched()));
                }
            }
            return matches;
        } finally {
            lock.unlock();
        }
    }

    /** Live followers of a role that asked for such changes of the table, whatever their filters. */
    List<Match> concerned(String role, long number, Change change) {
        lock.lock();
        try {
            var matches = new ArrayList<Match>();
            for (var group : roles.getOrDefault(role, Set.of())) {
                var bindings = TableIndex.concerned(change, group);
                if (!bindings.isEmpty()) {
                    var followers = group.members.ofRole(role, follower -> isLive(follower, number, change.position()));
                    if (!followers.isEmpty()) {
                        matches.add(new Match(followers, new Matched(bindings)));
                    }
                }
            }
            return matches;
        } finally {
            lock.unlock();
        }
    }

    private static boolean isLive(Follower follower, long number, Position position) {
        return follower.isLive() && follower.next() <= number && follower.isOwedAt(position);
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
    Matched matching(Change change, Follower follower) {
        lock.lock();
        try {
            return owed(
                    change, follower, index(change.table(), follower.group()).matching(change, follower.group()));
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #matching(Change, Follower)}, whatever its filters. */
    Matched concerned(Change change, Follower follower) {
        lock.lock();
        try {
            return owed(change, follower, TableIndex.concerned(change, follower.group()));
        } finally {
            lock.unlock();
        }
    }

    private static Matched owed(Change change, Follower follower, List<Binding> bindings) {
        return new Matched(bindings.stream()
                .filter(binding -> follower.isOwed(change, binding))
                .toList());
    }

    /** Of all followers. */
    Set<String> roles() {
        lock.lock();
        try {
            return Set.copyOf(roles.keySet());
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
            if (!follower.isGone() && follower.isPast(unmatched)) {
                follower.goLive(follower.next());
            }
            return follower.isGone() || follower.isLive();
        } finally {
            lock.unlock();
        }
    }

    /** Of that group at least: a change from before the table was altered is no reason to index it anew. */
    private TableIndex index(Table table, Group group) {
        var known = tables.get(table.toString());
        if (known != null && known.isOf(table)) {
            return known;
        }
        var index = new TableIndex(table);
        index.add(group);
        return index;
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

    /** Those who ask for the same. */
    static final class Group {

        private final List<Binding> bindings;
        private final Members members = new Members();

        Group(List<Binding> bindings) {
            this.bindings = bindings;
        }

        List<Binding> bindings() {
            return bindings;
        }
    }
}
