package dev.belfry.realtime.changes;

import dev.belfry.domain.change.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who asked for which changes. Subscribers that ask for the same are one group, matched once; groups are found by their table, and
 * by the value of a column if they filter by one: what nobody asked for costs nothing, however many others there are.
 */
public final class Subscriptions {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Group> groups = new HashMap<>();
    private final Map<String, TableIndex> tables = new HashMap<>();

    /**
     * Subscribers for whom a change is the same.
     *
     * @param ids of their bindings that matched
     * @param select the columns that those bindings want besides the key; empty for all
     */
    record Match(List<ChangeSubscriber> subscribers, List<Long> ids, List<String> select) {}

    /** Adds a subscriber, which hears nothing until the action has run and everything after it. */
    public void add(ChangeSubscriber subscriber, Runnable first) {
        var asked = subscriber.bindings();
        if (asked.bindings().isEmpty()) {
            first.run();
            return;
        }
        lock.lock();
        try {
            var group = groups.get(asked.key());
            if (group == null) {
                group = new Group(asked.bindings());
                groups.put(asked.key(), group);
                index(group);
            }
            group.members.add(subscriber);
            first.run();
        } finally {
            lock.unlock();
        }
    }

    public void remove(ChangeSubscriber subscriber) {
        lock.lock();
        try {
            var group = groups.get(subscriber.bindings().key());
            if (group != null && group.members.remove(subscriber) && group.members.isEmpty()) {
                groups.remove(subscriber.bindings().key());
                unindex(group);
            }
        } finally {
            lock.unlock();
        }
    }

    List<Match> matching(Change change) {
        lock.lock();
        try {
            var index = tables.get(change.table().toString());
            if (index == null) {
                return List.of();
            }
            var matches = new ArrayList<Match>();
            index.matching(change).forEach((group, bindings) -> {
                var subscribers = List.copyOf(group.members);
                bySelect(bindings).forEach((select, ids) -> matches.add(new Match(subscribers, ids, select)));
            });
            return matches;
        } finally {
            lock.unlock();
        }
    }

    private static Map<List<String>, List<Long>> bySelect(List<Binding> bindings) {
        var ids = new LinkedHashMap<List<String>, List<Long>>();
        for (var binding : bindings) {
            ids.computeIfAbsent(binding.select(), select -> new ArrayList<>()).add(binding.id());
        }
        return ids;
    }

    private void index(Group group) {
        group.places()
                .forEach(place -> tables.computeIfAbsent(place.table(), table -> new TableIndex())
                        .add(place));
    }

    private void unindex(Group group) {
        group.places()
                .forEach(place ->
                        tables.computeIfPresent(place.table(), (table, index) -> index.remove(place) ? null : index));
    }

    /** Those who ask for the same. */
    static final class Group {

        private final List<Place> places = new ArrayList<>();
        private final Set<ChangeSubscriber> members = new LinkedHashSet<>();

        Group(List<Binding> bindings) {
            for (var binding : bindings) {
                binding.filters().forEach((table, filter) -> places.add(new Place(this, binding, table, filter)));
            }
        }

        List<Place> places() {
            return places;
        }
    }

    /** Where a group's binding stands: at a table that it covers. Each is its own, so that sets of them cost little. */
    static final class Place {

        private final Group group;
        private final Binding binding;
        private final String table;
        private final Filter filter;

        Place(Group group, Binding binding, String table, Filter filter) {
            this.group = group;
            this.binding = binding;
            this.table = table;
            this.filter = filter;
        }

        Group group() {
            return group;
        }

        Binding binding() {
            return binding;
        }

        String table() {
            return table;
        }

        Filter filter() {
            return filter;
        }
    }
}
