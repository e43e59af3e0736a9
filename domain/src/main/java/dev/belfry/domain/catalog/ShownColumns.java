package dev.belfry.domain.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which columns of tables the views show, through other views too: what makes a table's keys hold for a view. */
final class ShownColumns {

    /** More combinations than that of columns that show the same one are of no use to anybody. */
    private static final int MAX_SIDES = 16;

    private final CatalogReader.Numbered numbers;
    private final Set<String> schemas;

    /** By table, and by view of it: which of the view's columns show a column of the table. */
    private final Map<Long, Map<Long, Map<Integer, List<Integer>>>> shown = new HashMap<>();

    ShownColumns(
            Map<Long, List<ViewColumns.Origin>> views, CatalogReader.Numbered numbers, Collection<String> schemas) {
        this.numbers = numbers;
        this.schemas = Set.copyOf(schemas);
        views.forEach((view, origins) -> {
            for (var origin : origins) {
                follow(view, origin.column(), origin, views, new HashSet<>(Set.of(view)));
            }
        });
    }

    private void follow(
            long view,
            int column,
            ViewColumns.Origin origin,
            Map<Long, List<ViewColumns.Origin>> views,
            Set<Long> seen) {
        shown.computeIfAbsent(origin.relation(), ignored -> new HashMap<>())
                .computeIfAbsent(view, ignored -> new HashMap<>())
                .computeIfAbsent(origin.relationColumn(), ignored -> new ArrayList<>())
                .add(column);
        var between = views.get(origin.relation());
        if (between == null || !seen.add(origin.relation())) {
            return;
        }
        for (var next : between) {
            if (next.column() == origin.relationColumn()) {
                follow(view, column, next, views, seen);
            }
        }
        seen.remove(origin.relation());
    }

    /** One end of a foreign key: the table itself, or a view that shows all of the key's columns. */
    record Side(QualifiedName relation, boolean isView, List<String> columns) {}

    /** The ends that a foreign key has at a table, in served schemas or as what a junction in one refers to. */
    List<Side> sides(long table, List<Integer> columns) {
        var sides = new ArrayList<Side>();
        var name = numbers.relation(table);
        if (name != null) {
            sides.add(new Side(
                    name,
                    false,
                    columns.stream()
                            .map(column -> numbers.column(table, column))
                            .toList()));
        }
        var views = shown.getOrDefault(table, Map.of());
        for (var view : new TreeSet<>(views.keySet())) {
            var viewName = numbers.relation(view);
            if (viewName != null && schemas.contains(viewName.schema())) {
                for (var combination : combinations(views.getOrDefault(view, Map.of()), columns)) {
                    sides.add(new Side(
                            viewName,
                            true,
                            combination.stream()
                                    .map(column -> numbers.column(view, column))
                                    .toList()));
                }
            }
        }
        return sides;
    }

    /** The primary key's columns that a view shows, if it shows all of them. */
    List<String> keyOf(long view, Map<Long, List<Integer>> primaryKeys) {
        var key = new ArrayList<String>();
        primaryKeys.forEach((table, columns) -> {
            var seen = shown.getOrDefault(table, Map.of()).getOrDefault(view, Map.of());
            var whole = combinations(seen, columns);
            if (!columns.isEmpty() && !whole.isEmpty()) {
                whole.getFirst().forEach(column -> key.add(numbers.column(view, column)));
            }
        });
        return key.stream().sorted().distinct().toList();
    }

    private static List<List<Integer>> combinations(Map<Integer, List<Integer>> seen, List<Integer> columns) {
        var combinations = new ArrayList<List<Integer>>(List.of(List.of()));
        for (var column : columns) {
            var longer = new ArrayList<List<Integer>>();
            for (var begun : combinations) {
                for (var shownAs : seen.getOrDefault(column, List.of())) {
                    if (longer.size() < MAX_SIDES) {
                        var next = new ArrayList<>(begun);
                        next.add(shownAs);
                        longer.add(next);
                    }
                }
            }
            combinations = longer;
        }
        return combinations;
    }
}
