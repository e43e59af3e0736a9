package dev.belfry.domain.change;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A snapshot of one row: column to value, in the order of the table. A column that is not known is absent; NULL is JSON null. */
public record Row(Map<String, JsonNode> values) {

    public Row {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    public @Nullable JsonNode get(String column) {
        return values.get(column);
    }

    /** The same row with only those columns. */
    public Row only(Collection<Column> columns) {
        var kept = new LinkedHashMap<String, JsonNode>();
        for (var column : columns) {
            var value = values.get(column.name());
            if (value != null) {
                kept.put(column.name(), value);
            }
        }
        return new Row(kept);
    }
}
