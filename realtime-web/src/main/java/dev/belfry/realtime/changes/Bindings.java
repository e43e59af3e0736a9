package dev.belfry.realtime.changes;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.change.AnnouncedTables;
import dev.belfry.domain.change.Json;
import dev.belfry.domain.change.Table;
import dev.belfry.realtime.protocol.JoinConfig;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a join asks for in {@code postgres_changes} (protocol §3.5 and §4).
 *
 * @param key the same for joins that ask for the same
 * @param echo the entries exactly as they came, each with its id: the client compares them with its own
 * @param bindings empty if there is a problem, for one wrong entry ends all
 * @param problem what was wrong, in the words of protocol §4.6
 */
public record Bindings(
        String key,
        ArrayNode echo,
        List<Binding> bindings,
        @Nullable String problem) {

    public Bindings {
        bindings = List.copyOf(bindings);
    }

    /** The columns of a table that a caller may read; empty if that is not known now, or if it is none at all. */
    @FunctionalInterface
    public interface ReadableColumns {
        Optional<Set<String>> of(Table table, Claims caller);
    }

    /** Reads entries against the tables that are announced. */
    public static final class Parser {

        private static final int MAX = 100;

        private final AnnouncedTables tables;
        private final ReadableColumns readable;

        public Parser(AnnouncedTables tables, ReadableColumns readable) {
            this.tables = tables;
            this.readable = readable;
        }

        /** @param entries a JSON array; anything else is no entries. Items that are no objects are left out */
        public Bindings parse(JsonNode entries, Claims caller) {
            var echo = Json.MAPPER.createArrayNode();
            var bindings = new ArrayList<Binding>();
            String problem = null;
            for (var entry : entries.isArray() ? entries : echo.arrayNode()) {
                if (entry instanceof ObjectNode object) {
                    var id = echo.size() + 1L;
                    if (id > MAX && problem == null) {
                        problem = UnusableBinding.tooMany(MAX);
                    }
                    echo.add(object.deepCopy().put("id", id));
                    try {
                        if (problem == null) {
                            bindings.add(binding(id, object, caller));
                        }
                    } catch (UnusableBinding e) {
                        problem = e.getMessage();
                    }
                }
            }
            return new Bindings(echo.toString(), echo, problem == null ? bindings : List.of(), problem);
        }

        /**
         * What a join without a configuration asks for by its topic, {@code schema[:table[:filter]]} (protocol §3.3); nothing if
         * that names no table, since it may be a topic like any other.
         */
        public Bindings legacy(String topicName, Claims caller) {
            var key = "legacy " + topicName;
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
                return new Bindings(key, echo, List.of(binding(1, entry, caller)), null);
            } catch (UnusableBinding e) {
                return new Bindings(key, echo, List.of(), null);
            }
        }

        private Binding binding(long id, ObjectNode entry, Claims caller) throws UnusableBinding {
            var filter = FilterText.parse(text(entry, "filter", ""));
            var wanted = new Wanted(
                    kind(entry.path("event")),
                    text(entry, "schema", entry.has("table") ? "public" : null),
                    text(entry, "table", entry.has("filter") ? null : Binding.ANY),
                    filter,
                    select(entry.path("select")));
            var covered = covered(wanted);
            if (covered.isEmpty()) {
                throw UnusableBinding.unknownTable(wanted);
            }
            if (!wanted.select().isEmpty() && wanted.isWildcard()) {
                throw UnusableBinding.selectOfMany();
            }
            for (var table : covered) {
                try {
                    var unused = new TypedFilter(table).of(filter);
                    requireColumns(table, wanted, caller);
                } catch (TypedFilter.Objection e) {
                    throw UnusableBinding.rejected(wanted, Objects.requireNonNull(e.getMessage()));
                }
            }
            return new Binding(
                    id,
                    wanted.kind(),
                    wanted.schema(),
                    wanted.table(),
                    wanted.select(),
                    JoinConfig.flag(entry, "leave"),
                    filter,
                    since(entry.path("since")));
        }

        /** A table that is not known may have been announced a moment ago. */
        private List<Table> covered(Wanted wanted) {
            var known = tables.now().stream().filter(wanted::covers).toList();
            return known.isEmpty()
                    ? tables.reread().stream().filter(wanted::covers).toList()
                    : known;
        }

        /** A column that the caller may not read is as good as none. */
        private void requireColumns(Table table, Wanted wanted, Claims caller) throws TypedFilter.Objection {
            var columns = readable.of(table, caller);
            for (var name : wanted.filter().columns()) {
                if (columns.isPresent() && !columns.get().contains(name)) {
                    throw TypedFilter.invalidColumn(name);
                }
            }
            for (var name : wanted.select()) {
                if (table.column(name).isEmpty()
                        || (columns.isPresent() && !columns.get().contains(name))) {
                    throw new TypedFilter.Objection("ERROR P0001 (raise_exception) invalid column for select " + name);
                }
            }
        }

        private static @Nullable Instant since(JsonNode since) throws UnusableBinding {
            if (since.isMissingNode() || since.isNull()) {
                return null;
            }
            try {
                return OffsetDateTime.parse(since.isString() ? since.asString() : "")
                        .toInstant();
            } catch (DateTimeException e) {
                throw UnusableBinding.since(since);
            }
        }

        private static List<String> select(JsonNode select) throws UnusableBinding {
            if (select.isMissingNode() || select.isNull()) {
                return List.of();
            }
            if (!select.isArray()) {
                throw UnusableBinding.select();
            }
            return select.valueStream()
                    .filter(JsonNode::isString)
                    .map(JsonNode::asString)
                    .distinct()
                    .toList();
        }

        private static Binding.Kind kind(JsonNode event) {
            var name = event.isString() ? event.asString().toUpperCase(Locale.ROOT) : "";
            return switch (name) {
                case "INSERT" -> Binding.Kind.INSERT;
                case "UPDATE" -> Binding.Kind.UPDATE;
                case "DELETE" -> Binding.Kind.DELETE;
                default -> Binding.Kind.ANY;
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

    /** An entry as it was understood, before it was held against the tables. */
    record Wanted(Binding.Kind kind, String schema, String table, FilterText.All filter, List<String> select) {

        boolean covers(Table candidate) {
            return Binding.covers(schema, candidate.schema()) && Binding.covers(table, candidate.name());
        }

        boolean isWildcard() {
            return schema.equals(Binding.ANY) || table.equals(Binding.ANY);
        }
    }
}
