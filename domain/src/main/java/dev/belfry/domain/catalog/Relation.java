package dev.belfry.domain.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table, view, materialised view or foreign table.
 *
 * @param writes what may be done to its rows at all, whoever asks
 * @param key the columns of the primary key; of a view those that show one; none if there is none
 * @param columns by name, in the relation's order
 */
public record Relation(
        QualifiedName name, boolean isView, Writes writes, List<String> key, Map<String, RelationColumn> columns) {

    /** Which statements the relation takes: a view may take none. */
    public record Writes(boolean insert, boolean update, boolean delete) {}

    public Optional<RelationColumn> column(String name) {
        return Optional.ofNullable(columns.get(name));
    }
}
