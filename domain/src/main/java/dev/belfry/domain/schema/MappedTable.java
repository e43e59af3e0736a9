package dev.belfry.domain.schema;

import dev.belfry.domain.change.Column;
import dev.belfry.domain.change.Row;
import dev.belfry.domain.change.Table;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A table and the entity that it is mapped to. Columns without an attribute are not among them.
 *
 * @param uniqueKeys the columns of each unique index, the primary key's among them
 */
public record MappedTable(Table table, Class<?> entity, List<MappedColumn> columns, Set<Set<String>> uniqueKeys) {

    /** Whether at most one row has the same values in those columns. */
    public boolean isUnique(Collection<String> names) {
        return uniqueKeys.contains(Set.copyOf(names));
    }

    boolean isNamed(String schema, String name) {
        return table.schema().equals(schema) && table.name().equals(name);
    }

    public Optional<MappedColumn> column(String name) {
        return columns.stream()
                .filter(candidate -> candidate.column().name().equals(name))
                .findFirst();
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

    /** A new entity of this table, not yet managed, with the values that its class gives it. */
    public Object newEntity() {
        try {
            var constructor = entity.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(entity + " has no usable constructor without arguments", e);
        }
    }

    /** Takes a client's values over into a new entity. */
    public void fillNew(Object entity, Row values) {
        fill(entity, values, column -> !column.version());
    }

    /** Takes a client's values over into an entity that is managed already. */
    public void change(Object entity, Row values) {
        fill(entity, values, MappedColumn::updatable);
    }

    private void fill(Object entity, Row values, Predicate<MappedColumn> writable) {
        for (var column : columns) {
            var value = values.get(column.column().name());
            if (value != null && writable.test(column)) {
                column.write(entity, value);
            }
        }
    }
}
