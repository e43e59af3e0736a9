package dev.belfry.realtime.changes;

import dev.belfry.domain.capture.Json;
import dev.belfry.domain.schema.MappedTable;
import dev.belfry.domain.schema.UnusableValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.StringNode;

/** One condition of a filter as it is written: {@code column=eq.value} (protocol §4.2). */
record FilterText(String column, String operator, String value) {

    private static final String EQ = "eq";

    /** Conditions separated by commas outside quotes; an empty filter has none. */
    static List<FilterText> parse(String filter) throws UnusableBinding {
        var conditions = new ArrayList<FilterText>();
        if (!filter.isBlank()) {
            for (var segment : segments(filter)) {
                conditions.add(condition(segment.strip()));
            }
        }
        return conditions;
    }

    private static FilterText condition(String segment) throws UnusableBinding {
        if (segment.isEmpty()) {
            throw UnusableBinding.filter("filter must not contain empty segments (check for extra commas)");
        }
        var equals = segment.indexOf('=');
        if (equals < 0) {
            throw UnusableBinding.filter(UnusableBinding.list(segment));
        }
        var test = segment.substring(equals + 1).split("\\.", 2);
        if (test.length < 2 || !test[0].equals(EQ)) {
            throw UnusableBinding.filter(UnusableBinding.list(test));
        }
        return new FilterText(segment.substring(0, equals), test[0], unquoted(test[1]));
    }

    private static List<String> segments(String filter) {
        var segments = new ArrayList<String>();
        var current = new StringBuilder();
        var quoted = false;
        for (int i = 0; i < filter.length(); i++) {
            var character = filter.charAt(i);
            if (quoted && character == '\\' && i + 1 < filter.length()) {
                current.append(character).append(filter.charAt(++i));
                continue;
            }
            if (character == '"') {
                quoted = !quoted && i > 0 && ".(,".indexOf(filter.charAt(i - 1)) >= 0;
            }
            if (character == ',' && !quoted) {
                segments.add(current.toString());
                current.setLength(0);
            } else {
                current.append(character);
            }
        }
        segments.add(current.toString());
        return segments;
    }

    private static String unquoted(String value) {
        var isQuoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return isQuoted ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
    }

    /** The condition with its value in the column's type; every table that the binding covers must have the column. */
    Condition on(List<MappedTable> tables, Binding binding, List<FilterText> filter) throws UnusableBinding {
        for (var table : tables) {
            var known = table.column(column);
            if (known.isEmpty()) {
                throw UnusableBinding.rejected(
                        binding, filter, "P0001 (raise_exception)", "invalid column for filter " + column);
            }
        }
        var mapped = tables.getFirst().column(column).orElseThrow();
        try {
            var parsed = Objects.requireNonNull(mapped.parse(StringNode.valueOf(value)));
            return new Condition(column, Json.of(parsed));
        } catch (UnusableValue e) {
            throw UnusableBinding.rejected(
                    binding,
                    filter,
                    "22P02 (invalid_text_representation)",
                    "invalid input syntax for type " + mapped.column().type() + ": \"" + value + "\"");
        }
    }
}
