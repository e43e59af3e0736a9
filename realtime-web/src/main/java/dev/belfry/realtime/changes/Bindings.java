package dev.belfry.realtime.changes;

import dev.belfry.domain.capture.Json;
import dev.belfry.domain.schema.MappedTable;
import dev.belfry.realtime.changes.Binding.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a join asks for in {@code postgres_changes} (protocol §3.5 and §4).
 *
 * @param echo the entries exactly as they came, each with its id: the client compares them with its own
 * @param bindings empty if there is a problem, for one wrong entry ends all
 * @param problem what was wrong, in the words of protocol §4.6
 */
public record Bindings(
        ArrayNode echo, List<Binding> bindings, @Nullable String problem) {

    public Bindings {
        bindings = List.copyOf(bindings);
    }

    /** Reads entries against the tables that are announced. */
    public static final class Parser {

        private final Supplier<Collection<MappedTable>> tables;

        public Parser(Supplier<Collection<MappedTable>> tables) {
            this.tables = tables;
        }

        /** @param entries a JSON array; anything else is no entries. Items that are no objects are left out */
        public Bindings parse(JsonNode entries) {
            var echo = Json.MAPPER.createArrayNode();
            var bindings = new ArrayList<Binding>();
            String problem = null;
            for (var entry : entries.isArray() ? entries : echo.arrayNode()) {
                if (entry instanceof ObjectNode object) {
                    var id = echo.size() + 1L;
                    echo.add(object.deepCopy().put("id", id));
                    try {
                        bindings.add(binding(id, object));
                    } catch (UnusableBinding e) {
                        problem = problem == null ? e.getMessage() : problem;
                    }
                }
            }
            return new Bindings(echo, problem == null ? bindings : List.of(), problem);
        }

        /**
         * What a join without a configuration asks for by its topic, {@code schema[:table[:filter]]} (protocol §3.3); nothing if
         * that names no table, since it may be a topic like any other.
         */
        public Bindings legacy(String topicName) {
            var echo = Json.MAPPER.createArrayNode();
            var parts = topicName.split(":", 3);
            var entry = Json.MAPPER.createObjectNode().put("event", "*").put("schema", parts[0]);
            if (parts.length > 1) {
                entry.put("table", parts[1]);
            }
            if (parts.length > 2) {
                entry.put("filter", parts[2]);
            }
            try {
                return new Bindings(echo, List.of(binding(1, entry)), null);
            } catch (UnusableBinding e) {
                return new Bindings(echo, List.of(), null);
            }
        }

        private Binding binding(long id, ObjectNode entry) throws UnusableBinding {
            var kind = kind(entry.path("event"));
            var filter = FilterText.parse(text(entry, "filter", ""));
            var schema = text(entry, "schema", entry.has("table") ? "public" : null);
            var table = text(entry, "table", entry.has("filter") ? null : Binding.ANY);
            var wanted = new Binding(id, kind, schema, table, List.of());
            var covered = tables.get().stream()
                    .filter(candidate -> wanted.covers(candidate.table()))
                    .toList();
            if (covered.isEmpty()) {
                throw UnusableBinding.unknownTable(wanted, filter);
            }
            var conditions = new ArrayList<Condition>();
            for (var condition : filter) {
                conditions.add(condition.on(covered, wanted, filter));
            }
            return new Binding(id, kind, schema, table, conditions);
        }

        private static Kind kind(JsonNode event) {
            var name = event.isString() ? event.asString().toUpperCase(Locale.ROOT) : "";
            return switch (name) {
                case "INSERT" -> Kind.INSERT;
                case "UPDATE" -> Kind.UPDATE;
                case "DELETE" -> Kind.DELETE;
                default -> Kind.ANY;
            };
        }

        private static String text(ObjectNode entry, String key, @Nullable String absent) throws UnusableBinding {
            var value = entry.path(key);
            if (value.isString()) {
                return value.asString();
            }
            if (value.isMissingNode() && absent != null) {
                return absent;
            }
            throw UnusableBinding.noTable(entry);
        }
    }
}
