package dev.belfry.realtime.rows.query;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column, and perhaps the way into its JSON: {@code metrics->channels->>0}.
 *
 * @param column {@code *} for all of them
 */
public record Field(String column, List<Step> path) {

    private static final int MAX_STEPS = 64;

    /**
     * One arrow.
     *
     * @param operand a key, or an index
     * @param isText whether it gives text ({@code ->>}) instead of JSON
     */
    public record Step(String operand, boolean isIndex, boolean isText) {}

    public boolean isAll() {
        return column.equals("*") && path.isEmpty();
    }

    /** The name that a value has in an answer by its last key, or null if the column's own will do. */
    public @Nullable String nameOfPath() {
        if (path.isEmpty()) {
            return null;
        }
        return path.reversed().stream()
                .filter(step -> !step.isIndex())
                .map(Step::operand)
                .findFirst()
                .orElse(column);
    }

    static Field parse(QueryText text) {
        text.skipBlanks();
        var field = new Field(text.name(), path(text));
        text.skipBlanks();
        return field;
    }

    static List<Step> path(QueryText text) {
        var steps = new ArrayList<Step>();
        while (text.isNext("->")) {
            if (steps.size() == MAX_STEPS) {
                throw text.problem("no more than " + MAX_STEPS + " arrows");
            }
            var isText = text.take("->>");
            if (!isText) {
                text.expect("->");
            }
            var index = text.index();
            steps.add(index.isEmpty() ? new Step(text.key(), false, isText) : new Step(index, true, isText));
        }
        return List.copyOf(steps);
    }
}
