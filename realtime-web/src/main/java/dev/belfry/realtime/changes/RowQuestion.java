package dev.belfry.realtime.changes;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.change.Table;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Why did a row, or the newest change of a table, not arrive?
 *
 * @param kind of the change; {@code ANY} if it does not matter
 * @param key of the row, its columns with their values; null for the newest change of any row
 * @param bindings entries of {@code postgres_changes}, as a join has them
 * @param caller who asks, and is told nothing that it may not see
 * @param about who waits for the row; the caller, unless it may know of others
 */
public record RowQuestion(
        String schema,
        String table,
        Binding.Kind kind,
        @Nullable ObjectNode key,
        JsonNode bindings,
        Claims caller,
        Claims about) {

    /** @param body {@code table}, and perhaps {@code schema}, {@code event}, {@code key}, {@code postgres_changes} */
    public static RowQuestion of(ObjectNode body, Claims caller, Claims about) throws UnusableQuestion {
        var key = body.path("key");
        if (!isAbsent(key) && (!key.isObject() || key.isEmpty())) {
            throw new UnusableQuestion("key", "must be an object of the key's columns, such as {\"id\":1}");
        }
        var bindings = body.path("postgres_changes");
        if (!isAbsent(bindings) && !bindings.isArray()) {
            throw new UnusableQuestion("postgres_changes", "must be a list, as in a join");
        }
        return new RowQuestion(
                text(body, "schema", "public"),
                text(body, "table", null),
                kind(text(body, "event", "*")),
                key instanceof ObjectNode object ? object : null,
                bindings,
                caller,
                about);
    }

    private static String text(ObjectNode body, String field, @Nullable String absent) throws UnusableQuestion {
        var value = body.path(field);
        if (isAbsent(value) && absent != null) {
            return absent;
        }
        if (!value.isString() || value.asString().isBlank()) {
            throw new UnusableQuestion(field, "must be a name");
        }
        return value.asString();
    }

    private static Binding.Kind kind(String event) throws UnusableQuestion {
        return switch (event) {
            case "*" -> Binding.Kind.ANY;
            case "INSERT" -> Binding.Kind.INSERT;
            case "UPDATE" -> Binding.Kind.UPDATE;
            case "DELETE" -> Binding.Kind.DELETE;
            default -> throw new UnusableQuestion("event", "must be *, INSERT, UPDATE or DELETE");
        };
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    boolean isOfAnother() {
        return !caller.equals(about);
    }

    /** What holds for a row that has the key; always, if there is none. */
    Filter keyFilter(Table of) throws UnusableQuestion {
        if (key == null) {
            return new Filter.All(List.of());
        }
        var names = of.key().stream().map(column -> column.name()).toList();
        if (!new HashSet<>(names).equals(new HashSet<>(key.propertyNames()))) {
            throw new UnusableQuestion(
                    "key",
                    names.isEmpty()
                            ? "must be left out: " + of + " has no primary key"
                            : "must have a value for each column of the primary key and nothing else: "
                                    + String.join(", ", names));
        }
        try {
            return new TypedFilter(of)
                    .of(new FilterText.All(key.properties().stream()
                            .<FilterText>map(one -> new FilterText.Condition(
                                    one.getKey(), false, "eq", one.getValue().asString("")))
                            .toList()));
        } catch (TypedFilter.Objection e) {
            throw new UnusableQuestion("key", "is none of " + of + ": " + e.getMessage());
        }
    }
}
