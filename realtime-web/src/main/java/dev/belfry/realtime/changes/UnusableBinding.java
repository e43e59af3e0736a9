package dev.belfry.realtime.changes;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
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

    static UnusableBinding unknownTable(Binding binding, List<FilterText> filter) {
        return new UnusableBinding(
                "Unable to subscribe to changes with given parameters. Please check Realtime is enabled"
                        + " for the given connect parameters: " + shown(binding, filter));
    }

    static UnusableBinding rejected(Binding binding, List<FilterText> filter, String code, String text) {
        return new UnusableBinding(
                "Unable to subscribe to changes with given parameters. An exception happened so please"
                        + " check your connect parameters: " + shown(binding, filter) + ". Exception: ERROR " + code
                        + " "
                        + text);
    }

    /** Strings as the reference lists them: {@code ["foo", "hey"]}. */
    static String list(String... items) {
        return Arrays.stream(items).map(item -> "\"" + item + "\"").collect(Collectors.joining(", ", "[", "]"));
    }

    private static String shown(Binding binding, List<FilterText> filter) {
        var conditions = filter.stream()
                .map(condition -> "{\"" + condition.column() + "\", \"" + condition.operator() + "\", \""
                        + condition.value() + "\", false}")
                .collect(Collectors.joining(", ", "[", "]"));
        var kind =
                binding.kind() == Binding.Kind.ANY ? "*" : binding.kind().name().toUpperCase(Locale.ROOT);
        return "[event: " + kind + ", schema: " + binding.schema() + ", table: " + binding.table() + ", filters: "
                + conditions + ", select: nil]";
    }
}
