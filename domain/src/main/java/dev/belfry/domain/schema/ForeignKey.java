package dev.belfry.domain.schema;

import java.util.List;

/**
 * A foreign key between two mapped tables, as PostgreSQL's catalog has it.
 *
 * @param columns of the table that refers, in the order of those that they refer to
 */
public record ForeignKey(
        String name, MappedTable from, List<String> columns, MappedTable to, List<String> referencedColumns) {

    /** Whether at most one row refers to any row. */
    public boolean isUnique() {
        return from.isUnique(columns);
    }
}
