package dev.belfry.domain.change;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A snapshot of one row: column to value, in the order of the table. A column that is not known is absent; NULL is JSON null. */
public final class Row {

    private final List<String> names;
    private final @Nullable JsonNode[] values;

    /**
     * Without a copy of either, since rows come by the hundred thousand.
     *
     * @param names of the columns, shared by the rows of a table
     * @param values as many; null where it is not known
     */
    public Row(List<String> names, @Nullable JsonNode[] values) {
        this.names = names;
        this.values = values;
    }

    public Row(Map<String, JsonNode> values) {
        this(List.copyOf(values.keySet()), values.values().toArray(JsonNode[]::new));
    }

    /** Null if it is not known. */
    public @Nullable JsonNode get(String column) {
        for (int i = 0; i < values.length; i++) {
            if (names.get(i).equals(column)) {
                return values[i];
            }
        }
        return null;
    }

    /** The same row with only those columns. */
    public Row only(Collection<Column> columns) {
        var keptNames = new ArrayList<String>(columns.size());
        var kept = new ArrayList<@Nullable JsonNode>(columns.size());
        for (var column : columns) {
            var value = get(column.name());
            if (value != null) {
                keptNames.add(column.name());
                kept.add(value);
            }
        }
        return new Row(keptNames, kept.toArray(JsonNode[]::new));
    }

    /** Each column that is known, in order. */
    public void forEach(BiConsumer<String, JsonNode> action) {
        for (int i = 0; i < values.length; i++) {
            var value = values[i];
            if (value != null) {
                action.accept(names.get(i), value);
            }
        }
    }

    /** Column to value, as a map of its own. */
    public Map<String, JsonNode> values() {
        var map = new LinkedHashMap<String, JsonNode>();
        forEach(map::put);
        return Collections.unmodifiableMap(map);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Row row && values().equals(row.values());
    }

    @Override
    public int hashCode() {
        return values().hashCode();
    }

    @Override
    public String toString() {
        return "Row" + values();
    }
}
