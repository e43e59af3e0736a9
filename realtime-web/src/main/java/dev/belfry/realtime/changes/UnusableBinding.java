package dev.belfry.realtime.changes;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An entry of {@code postgres_changes} that cannot be heard. Its message is what the client is told (protocol §4.6). */
final class UnusableBinding extends Exception {

    private UnusableBinding(String message) {
        super(message);
    }

    static UnusableBinding filter(String what) {
        return new UnusableBinding("Error parsing `filter` params: " + what);
    }

    static UnusableBinding noTable(ObjectNode entry) {
        var shown = entry.properties().stream()
                .map(field -> "\"" + field.getKey() + "\" => " + field.getValue())
                .collect(Collectors.joining(", ", "%{", "}"));
        return new UnusableBinding(
                "No subscription params provided. Please provide at least a `schema` or `table` to subscribe to: "
                        + (shown.contains("token") ? "<redacted>" : shown));
    }

    static String tooMany(int most) {
        return "Too many postgres_changes: a channel may have " + most + " of them. Use several channels.";
    }

    static UnusableBinding since(JsonNode since) {
        return new UnusableBinding("Error parsing `since` params: expected a time as in commit_timestamp,"
                + " such as \"2026-01-02T03:04:05.123Z\", not " + since);
    }

    static UnusableBinding select() {
        return new UnusableBinding("Error parsing `select` params: expected a list of column name strings,"
                + " e.g. select: [\"col1\", \"col2\"]");
    }

    static UnusableBinding selectOfMany() {
        return new UnusableBinding("Column selection is not supported for wildcard subscriptions."
                + " Provide an explicit schema and table name.");
    }

    static UnusableBinding unknownTable(Bindings.Wanted wanted) {
        return new UnusableBinding(
                "Unable to subscribe to changes with given parameters. Please check Realtime is enabled"
                        + " for the given connect parameters: " + shown(wanted));
    }

    /** @param exception as PostgreSQL words it, with its code */
    static UnusableBinding rejected(Bindings.Wanted wanted, String exception) {
        return new UnusableBinding(
                "Unable to subscribe to changes with given parameters. An exception happened so please"
                        + " check your connect parameters: " + shown(wanted) + ". Exception: " + exception);
    }

    /** Strings as the reference lists them: {@code ["foo", "hey"]}. */
    static String list(String... items) {
        return Arrays.stream(items).map(item -> "\"" + item + "\"").collect(Collectors.joining(", ", "[", "]"));
    }

    private static String shown(Bindings.Wanted wanted) {
        var kind = wanted.kind() == Binding.Kind.ANY ? "*" : wanted.kind().name();
        var select = wanted.select().isEmpty() ? "nil" : list(wanted.select().toArray(String[]::new));
        return "[event: " + kind + ", schema: " + wanted.schema() + ", table: " + wanted.table() + ", filters: "
                + shown(wanted.filter().parts()) + ", select: " + select + "]";
    }

    private static String shown(List<FilterText> parts) {
        return parts.stream().map(UnusableBinding::shown).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String shown(FilterText filter) {
        return switch (filter) {
            case FilterText.All all -> "{\"and\", " + shown(all.parts()) + "}";
            case FilterText.Any any -> "{\"or\", " + shown(any.parts()) + "}";
            case FilterText.Condition condition -> {
                var value = condition.operator().equals("in") ? "{" + condition.value() + "}" : condition.value();
                yield "{\"" + condition.column() + "\", \"" + condition.operator() + "\", \"" + value + "\", "
                        + condition.negated() + "}";
            }
        };
    }
}
