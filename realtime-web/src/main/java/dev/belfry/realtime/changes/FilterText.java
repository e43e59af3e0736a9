package dev.belfry.realtime.changes;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A filter as it is written (protocol §4.2): conditions {@code column=[not.]operator.value} with commas between them, all of which
 * must hold. Beyond the reference, {@code or(a.eq.1,b.gt.2)} holds if one of its conditions does, and may hold {@code and(…)} and
 * {@code or(…)} again.
 */
sealed interface FilterText {

    Set<String> OPERATORS =
            Set.of("eq", "neq", "lt", "lte", "gt", "gte", "in", "like", "ilike", "is", "match", "imatch", "isdistinct");

    int MAX_DEPTH = 16;

    /** @param value without quotes, escapes resolved; of {@code in} what stands between the parentheses, as it is */
    record Condition(String column, boolean negated, String operator, String value) implements FilterText {

        /** As it is written outside of {@code or(…)}. */
        @Override
        public String toString() {
            return column + "=" + (negated ? "not." : "") + operator + "."
                    + (operator.equals("in") ? "(" + value + ")" : value);
        }
    }

    record All(List<FilterText> parts) implements FilterText {}

    record Any(List<FilterText> parts) implements FilterText {}

    /** Those that are named in it. */
    default Set<String> columns() {
        return switch (this) {
            case Condition condition -> Set.of(condition.column());
            case All all -> columns(all.parts());
            case Any any -> columns(any.parts());
        };
    }

    /** The conditions in it, in order. */
    default List<Condition> conditions() {
        return switch (this) {
            case Condition condition -> List.of(condition);
            case All all -> conditions(all.parts());
            case Any any -> conditions(any.parts());
        };
    }

    private static List<Condition> conditions(List<FilterText> parts) {
        return parts.stream().flatMap(part -> part.conditions().stream()).toList();
    }

    private static Set<String> columns(List<FilterText> parts) {
        return parts.stream().flatMap(part -> part.columns().stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** An empty filter is one without parts. */
    static All parse(String filter) throws UnusableBinding {
        return filter.isBlank() ? new All(List.of()) : new All(parts(filter, "=", MAX_DEPTH));
    }

    /**
     * @param separator between column and test: {@code =} outside, a dot inside of {@code or(…)}
     * @param depth how deep it may go
     */
    private static List<FilterText> parts(String text, String separator, int depth) throws UnusableBinding {
        var parts = new ArrayList<FilterText>();
        for (var segment : segments(text)) {
            parts.add(part(segment.strip(), separator, depth));
        }
        return parts;
    }

    private static FilterText part(String segment, String separator, int depth) throws UnusableBinding {
        if (segment.isEmpty()) {
            throw UnusableBinding.filter("filter must not contain empty segments (check for extra commas)");
        }
        if (depth == 0) {
            throw UnusableBinding.filter("conditions must not be nested deeper than " + MAX_DEPTH);
        }
        if (segment.startsWith("or(") && segment.endsWith(")")) {
            return new Any(parts(segment.substring(3, segment.length() - 1), ".", depth - 1));
        }
        if (segment.startsWith("and(") && segment.endsWith(")")) {
            return new All(parts(segment.substring(4, segment.length() - 1), ".", depth - 1));
        }
        var end = segment.indexOf(separator);
        if (end < 0) {
            throw UnusableBinding.filter(UnusableBinding.list(segment));
        }
        return condition(segment.substring(0, end), segment.substring(end + 1));
    }

    private static Condition condition(String column, String test) throws UnusableBinding {
        var negated = test.startsWith("not.");
        var words = (negated ? test.substring(4) : test).split("\\.", 2);
        if (words.length < 2 || !OPERATORS.contains(words[0])) {
            throw UnusableBinding.filter(UnusableBinding.list(words));
        }
        if (!words[0].equals("in")) {
            return new Condition(column, negated, words[0], unquoted(words[1]));
        }
        if (!words[1].startsWith("(") || !words[1].endsWith(")")) {
            throw UnusableBinding.filter("`in` filter value must be wrapped by parentheses");
        }
        return new Condition(column, negated, "in", words[1].substring(1, words[1].length() - 1));
    }

    /** Splits at commas outside of quotes and parentheses. */
    static List<String> segments(String text) {
        var segments = new ArrayList<String>();
        var current = new StringBuilder();
        var quoted = false;
        var depth = 0;
        for (int i = 0; i < text.length(); i++) {
            var character = text.charAt(i);
            if (quoted && character == '\\' && i + 1 < text.length()) {
                current.append(character).append(text.charAt(++i));
                continue;
            }
            if (character == '"') {
                quoted = !quoted && (i == 0 || ".(,".indexOf(text.charAt(i - 1)) >= 0);
            } else if (!quoted && character == '(') {
                depth++;
            } else if (!quoted && character == ')') {
                depth--;
            }
            if (character == ',' && !quoted && depth == 0) {
                segments.add(current.toString());
                current.setLength(0);
            } else {
                current.append(character);
            }
        }
        segments.add(current.toString());
        return segments;
    }

    static boolean isQuoted(String value) {
        return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    }

    static String unquoted(String value) {
        return isQuoted(value) ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
    }
}
