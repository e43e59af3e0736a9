package dev.belfry.realtime.rows;

import java.util.ArrayList;
import java.util.List;

/**
 * A column, and perhaps the way into its JSON: {@code metrics->channels->>0}.
 *
 * @param asText whether the last step gives text ({@code ->>}); never without steps
 */
record FieldPath(String column, List<String> steps, boolean asText) {

    private static final String INDEX = "-?\\d{1,9}";

    static FieldPath parse(QueryText text) {
        return parse(text, text.name("a column"));
    }

    /** @param column the name, which has been read */
    static FieldPath parse(QueryText text, String column) {
        var steps = new ArrayList<String>();
        while (text.isNext("->")) {
            var asText = text.take("->>");
            if (!asText) {
                text.expect("->");
            }
            steps.add(text.name("a key or an index"));
            if (asText) {
                return new FieldPath(column, List.copyOf(steps), true);
            }
        }
        return new FieldPath(column, List.copyOf(steps), false);
    }

    static boolean isIndex(String step) {
        return step.matches(INDEX);
    }

    /** As the value is called in an answer: by its last key. */
    String name() {
        return steps.reversed().stream()
                .filter(step -> !isIndex(step))
                .findFirst()
                .orElse(column);
    }
}
