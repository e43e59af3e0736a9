package dev.belfry.realtime.changes;

import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.Row;
import dev.belfry.domain.change.Table;
import dev.belfry.realtime.changes.Subscriptions.Group;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The bindings of one table: by the value of a column for those that ask for one, the rest in a heap. */
final class TableIndex {

    /** A column, in the type in which its values are compared. */
    private record Key(String column, String type) {}

    /** Where a group's binding stands. Each is its own, so that sets of them cost little. */
    private static final class Place {

        final Group group;
        final Binding binding;
        final Filter filter;

        Place(Group group, Binding binding, Filter filter) {
            this.group = group;
            this.binding = binding;
            this.filter = filter;
        }
    }

    private final Table table;
    private final Map<Group, List<Place>> byGroup = new HashMap<>();
    private final Map<Key, Map<Comparable<?>, Set<Place>>> byValue = new HashMap<>();
    private final Set<Place> rest = new LinkedHashSet<>();

    TableIndex(Table table) {
        this.table = table;
    }

    /** False if the table has other columns now. */
    boolean isOf(Table current) {
        return table.equals(current);
    }

    void add(Group group) {
        for (var binding : group.bindings()) {
            binding.filterFor(table).ifPresent(filter -> add(new Place(group, binding, filter)));
        }
    }

    private void add(Place place) {
        byGroup.computeIfAbsent(place.group, group -> new ArrayList<>(1)).add(place);
        var equal = equality(place);
        if (equal == null) {
            rest.add(place);
        } else {
            byValue.computeIfAbsent(key(equal), key -> new HashMap<>())
                    .computeIfAbsent(equal.value(), value -> new LinkedHashSet<>())
                    .add(place);
        }
    }

    void remove(Group group) {
        var places = byGroup.remove(group);
        if (places != null) {
            places.forEach(this::remove);
        }
    }

    private void remove(Place place) {
        var equal = equality(place);
        if (equal == null) {
            rest.remove(place);
        } else {
            byValue.computeIfPresent(key(equal), (key, values) -> {
                values.computeIfPresent(equal.value(), (value, places) -> {
                    places.remove(place);
                    return places.isEmpty() ? null : places;
                });
                return values.isEmpty() ? null : values;
            });
        }
    }

    /** The bindings of each group that hear the change. */
    Map<Group, List<Binding>> matching(Change change) {
        var matching = new LinkedHashMap<Group, List<Binding>>();
        for (var place : candidates(change)) {
            if (place.binding.matches(change, place.filter)) {
                matching.computeIfAbsent(place.group, group -> new ArrayList<>())
                        .add(place.binding);
            }
        }
        return matching;
    }

    /** The bindings of a group that ask for such changes of the table, whatever their filters. */
    static List<Binding> concerned(Change change, Group group) {
        return group.bindings().stream()
                .filter(binding -> binding.concerns(change))
                .toList();
    }

    /** Whether nobody asks for changes of the table. */
    boolean isEmpty() {
        return byGroup.isEmpty();
    }

    /** The bindings of one group that hear the change. */
    List<Binding> matching(Change change, Group group) {
        var matching = new ArrayList<Binding>();
        for (var place : byGroup.getOrDefault(group, List.of())) {
            if (place.binding.matches(change, place.filter)) {
                matching.add(place.binding);
            }
        }
        return matching;
    }

    private Set<Place> candidates(Change change) {
        if (byValue.isEmpty()) {
            return rest;
        }
        var candidates = new LinkedHashSet<>(rest);
        byValue.forEach((key, values) -> {
            for (var row : rows(change)) {
                var value = row.get(key.column());
                var literal = value == null ? null : Literal.of(key.type(), value);
                if (literal != null) {
                    candidates.addAll(values.getOrDefault(literal, Set.of()));
                }
            }
        });
        return candidates;
    }

    /** The old row too: it may be that of a delete, or an update may leave the filter. */
    private static List<Row> rows(Change change) {
        return switch (change) {
            case Change.Insert insert -> List.of(insert.row());
            case Change.Update update -> List.of(update.row(), update.old());
            case Change.Delete delete -> List.of(delete.old());
        };
    }

    /** By which value the binding is found. One that hears of rows that leave has to look at each. */
    private static Filter.@Nullable Equal equality(Place place) {
        return place.binding.leave() ? null : equality(place.filter);
    }

    /** An equality that must hold for the filter to, if there is one. */
    private static Filter.@Nullable Equal equality(Filter filter) {
        return switch (filter) {
            case Filter.Equal equal -> equal;
            case Filter.All all ->
                all.parts().stream()
                        .map(TableIndex::equality)
                        .filter(part -> part != null)
                        .findFirst()
                        .orElse(null);
            case Filter.Any ignored -> null;
            case Filter.Test ignored -> null;
            case Filter.NullTest ignored -> null;
        };
    }

    private static Key key(Filter.Equal equal) {
        return new Key(equal.column(), equal.type());
    }
}
