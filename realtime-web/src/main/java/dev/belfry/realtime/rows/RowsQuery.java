package dev.belfry.realtime.rows;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The query string of a request. Names are as they were written: whether there are such columns and tables is not known yet.
 *
 * @param clauses by the path of embedded tables, which is empty for the table of the request
 * @param columns which keys of the body count; null for all
 * @param onConflict the columns by which an upsert finds the row that is there; none for the primary key
 */
record RowsQuery(
        List<Selected> select,
        Map<List<String>, Clauses> clauses,
        @Nullable List<String> columns,
        List<String> onConflict) {

    private static final Set<String> OF_THE_REQUEST = Set.of("select", "columns", "on_conflict", "apikey");

    static RowsQuery of(MultivaluedMap<String, String> parameters) {
        var clauses = new HashMap<List<String>, Clauses>();
        parameters.forEach((name, values) -> {
            if (!OF_THE_REQUEST.contains(name)) {
                values.forEach(value -> add(clauses, name, value));
            }
        });
        var select = parameters.getFirst("select");
        var columns = parameters.getFirst("columns");
        var onConflict = parameters.getFirst("on_conflict");
        return new RowsQuery(
                Selected.parse(select == null ? "" : select),
                Map.copyOf(clauses),
                columns == null ? null : names("columns parameter", columns),
                onConflict == null || onConflict.isEmpty() ? List.of() : names("on_conflict parameter", onConflict));
    }

    Clauses clauses(List<String> path) {
        return clauses.getOrDefault(path, Clauses.NONE);
    }

    /** Of the table that the request is about. */
    Clauses own() {
        return clauses(List.of());
    }

    RowsQuery with(Clauses own) {
        var changed = new HashMap<>(clauses);
        changed.put(List.of(), own);
        return new RowsQuery(select, Map.copyOf(changed), columns, onConflict);
    }

    /** Whether the answer has each row for itself, and leaves none out. */
    boolean tellsEveryRow() {
        return select.stream().noneMatch(item -> switch (item) {
            case Selected.Count ignored -> true;
            case Selected.Embedded embedded -> embedded.inner();
            default -> false;
        });
    }

    private static void add(Map<List<String>, Clauses> clauses, String name, String value) {
        var text = new QueryText("parameter name", name);
        var path = new ArrayList<String>();
        var last = text.name("a column");
        while (text.take(".")) {
            path.add(last);
            last = text.name("a column");
        }
        var isNegated = !path.isEmpty() && path.getLast().equals("not") && isLogic(last);
        if (isNegated) {
            path.removeLast();
        }
        var before = clauses.getOrDefault(path, Clauses.NONE);
        clauses.put(
                List.copyOf(path),
                switch (last) {
                    case "order" -> value.isBlank() ? before : before.in(Ordering.parse(value));
                    case "limit" -> before.on(before.page().atMost(value));
                    case "offset" -> before.on(before.page().from(value));
                    case "or", "and" -> before.and(logic(last.equals("or"), isNegated, value));
                    default -> before.and(filter(text, last, name, value));
                });
    }

    private static boolean isLogic(String name) {
        return name.equals("or") || name.equals("and");
    }

    private static Condition logic(boolean any, boolean isNegated, String value) {
        var group = Condition.group(any, value);
        return isNegated ? new Condition.Not(group) : group;
    }

    private static Condition filter(QueryText text, String column, String name, String value) {
        var field = FieldPath.parse(text, column);
        text.expectEnd();
        return Condition.parse(field, name, value);
    }

    private static List<String> names(String parameter, String list) {
        var text = new QueryText(parameter, list);
        var names = new ArrayList<String>();
        do {
            names.add(text.name("a column"));
        } while (text.take(","));
        text.expectEnd();
        return List.copyOf(names);
    }
}
