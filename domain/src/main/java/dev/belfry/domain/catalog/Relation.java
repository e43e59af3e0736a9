package dev.belfry.domain.catalog;

import dev.belfry.domain.change.Column;
import dev.belfry.domain.change.Table;
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
        QualifiedName name, Kind kind, Writes writes, List<String> key, Map<String, RelationColumn> columns) {

    /** What a relation is, as far as it matters to who reads and writes it. */
    public enum Kind {
        TABLE,
        VIEW,
        FOREIGN_TABLE
    }

    /** Which statements the relation takes: a view may take none. */
    public record Writes(boolean insert, boolean update, boolean delete) {}

    public boolean isView() {
        return kind == Kind.VIEW;
    }

    public Optional<RelationColumn> column(String name) {
        return Optional.ofNullable(columns.get(name));
    }

    /** The relation as one whose changes are announced. */
    public Table table() {
        return new Table(
                name.schema(),
                name.name(),
                columns.values().stream()
                        .map(column -> new Column(
                                column.name(), column.typeName(), key.contains(column.name()), column.isIdentity()))
                        .toList());
    }
}
