package dev.belfry.domain.access;

import dev.belfry.domain.change.Row;
import dev.belfry.domain.schema.MappedColumn;
import dev.belfry.domain.schema.MappedTable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Objects;
import java.util.stream.Collectors;

/** Asks PostgreSQL whether a caller may see a row. */
@ApplicationScoped
public class RowPolicies {

    @Inject
    CallerTransaction transaction;

    /** True if the caller sees the row of that key now; false also when it has gone meanwhile. Blocks for a round trip. */
    public boolean isVisible(MappedTable table, Row row, Claims caller) {
        var key =
                table.columns().stream().filter(column -> column.column().key()).toList();
        var condition = key.stream()
                .map(column -> "e." + column.attribute() + " = :" + column.attribute())
                .collect(Collectors.joining(" and "));
        var question = "select count(e) from " + table.entity().getName() + " e where " + condition;
        return transaction.as(caller, entities -> {
            var query = entities.createQuery(question, Long.class);
            key.forEach(column -> query.setParameter(column.attribute(), valueOf(column, row)));
            return query.getSingleResult() > 0;
        });
    }

    private static Object valueOf(MappedColumn column, Row row) {
        var value = Objects.requireNonNull(row.get(column.column().name()), "a row without its key");
        return Objects.requireNonNull(column.parse(value), "a key that is null");
    }
}
