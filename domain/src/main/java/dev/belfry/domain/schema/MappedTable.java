package dev.belfry.domain.schema;

import dev.belfry.domain.change.Column;
import dev.belfry.domain.change.Row;
import dev.belfry.domain.change.Table;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A table and the entity that it is mapped to. Columns without an attribute are not among them.
 */
public record MappedTable(Table table, Class<?> entity, List<MappedColumn> columns) {

    boolean isNamed(String schema, String name) {
        return table.schema().equals(schema) && table.name().equals(name);
    }

    /** The entity's state as a row. Call it while the entity is managed, on the thread of its transaction. */
    public Row row(Object entity) {
        return row(column -> column.read(entity));
    }

    /** The entity's row as it was loaded. */
    public Row row(Object entity, Object[] loaded) {
        return row(column -> column.read(entity, loaded));
    }

    private Row row(Function<MappedColumn, @Nullable JsonNode> value) {
        var values = new @Nullable JsonNode[columns.size()];
        for (var i = 0; i < values.length; i++) {
            values[i] = value.apply(columns.get(i));
        }
        return new Row(names(), values);
    }

    private List<String> names() {
        return table.columns().stream().map(Column::name).toList();
    }
}
