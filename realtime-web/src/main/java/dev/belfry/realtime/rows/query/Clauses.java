package dev.belfry.realtime.rows.query;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What is asked of the rows of one relation: the one that a request is about, or one that is embedded in it.
 *
 * @param conditions of which all must hold
 * @param inner what is asked of those that are embedded in it, by their names
 */
public record Clauses(List<Condition> conditions, List<Ordering> order, Span span, Map<String, Clauses> inner) {

    public static final Clauses NONE = new Clauses(List.of(), List.of(), Span.ALL, Map.of());

    Clauses and(Condition condition) {
        return new Clauses(joined(conditions, List.of(condition)), order, span, inner);
    }

    Clauses in(List<Ordering> ordered) {
        return new Clauses(conditions, order.isEmpty() ? ordered : order, span, inner);
    }

    /** The same for other rows. */
    public Clauses on(Span which) {
        return new Clauses(conditions, order, which, inner);
    }

    /** What is left for rows that have been chosen and written: their order, and what is embedded in them. */
    public Clauses ofWritten() {
        return new Clauses(List.of(), order, Span.ALL, inner);
    }

    /** Both of them. */
    public Clauses with(Clauses other) {
        var both = new LinkedHashMap<>(inner);
        other.inner.forEach((name, clauses) -> both.merge(name, clauses, Clauses::with));
        return new Clauses(
                joined(conditions, other.conditions),
                order.isEmpty() ? other.order : order,
                span.isAll() ? other.span : span,
                both);
    }

    /** The same with a change of what stands at the path. */
    Clauses changed(List<String> path, java.util.function.UnaryOperator<Clauses> change) {
        if (path.isEmpty()) {
            return change.apply(this);
        }
        var changed = new LinkedHashMap<>(inner);
        changed.put(
                path.getFirst(),
                inner.getOrDefault(path.getFirst(), NONE).changed(path.subList(1, path.size()), change));
        return new Clauses(conditions, order, span, changed);
    }

    private static <T> List<T> joined(List<T> one, List<T> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }
}
