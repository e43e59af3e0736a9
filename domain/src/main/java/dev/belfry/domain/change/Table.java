package dev.belfry.domain.change;

import java.util.List;
import java.util.Optional;

/** A table whose changes are announced, its columns in the order of the catalog. */
public record Table(String schema, String name, List<Column> columns) {

    public Table {
        columns = List.copyOf(columns);
    }

    public Optional<Column> column(String column) {
        return columns.stream()
                .filter(candidate -> candidate.name().equals(column))
                .findFirst();
    }

    public List<Column> key() {
        return columns.stream().filter(Column::key).toList();
    }

    @Override
    public String toString() {
        return schema + "." + name;
    }
}
