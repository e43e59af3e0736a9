package dev.belfry.realtime.changes;

import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.Row;
import dev.belfry.realtime.changes.Subscriptions.Group;
import dev.belfry.realtime.changes.Subscriptions.Place;
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

    private final Map<Key, Map<Comparable<?>, Set<Place>>> byValue = new HashMap<>();
    private final Set<Place> rest = new LinkedHashSet<>();

    void add(Place place) {
        var equal = equality(place.filter());
        if (equal == null) {
            rest.add(place);
        } else {
            byValue.computeIfAbsent(key(equal), key -> new HashMap<>())
                    .computeIfAbsent(equal.value(), value -> new LinkedHashSet<>())
                    .add(place);
        }
    }

    /** True if nothing is left. */
    boolean remove(Place place) {
        var equal = equality(place.filter());
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
        return rest.isEmpty() && byValue.isEmpty();
    }

    /** The bindings of each group that hear the change. */
    Map<Group, List<Binding>> matching(Change change) {
        var matching = new LinkedHashMap<Group, List<Binding>>();
        for (var place : candidates(change)) {
            if (place.binding().matches(change)) {
                matching.computeIfAbsent(place.group(), group -> new ArrayList<>())
                        .add(place.binding());
            }
        }
        return matching;
    }

    private Set<Place> candidates(Change change) {
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
