package dev.belfry.realtime.changes;

import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.Row;
import dev.belfry.domain.change.Table;
import java.util.List;
import java.util.Map;

/**
 * One entry of a join's {@code postgres_changes}.
 *
 * @param id its number in the channel, from 1: channels that ask for the same get the same ids, and so the same messages
 * @param schema a name or {@code *}
 * @param table a name or {@code *}
 * @param select the columns that are wanted besides the key; empty for all
 * @param leave whether an update is also heard that takes a row out of the filter
 * @param filters what must hold for the new row, or for the old one of a delete, by table
 */
public record Binding(
        long id,
        Kind kind,
        String schema,
        String table,
        List<String> select,
        boolean leave,
        Map<String, Filter> filters) {

    static final String ANY = "*";

    enum Kind {
        ANY,
        INSERT,
        UPDATE,
        DELETE
    }

    public Binding {
        select = List.copyOf(select);
        filters = Map.copyOf(filters);
    }

    static boolean covers(String pattern, String name) {
        return pattern.equals(ANY) || pattern.equals(name);
    }

    boolean covers(Table candidate) {
        return covers(schema, candidate.schema()) && covers(table, candidate.name());
    }

    boolean matches(Change change) {
        return switch (change) {
            case Change.Insert insert -> hears(Kind.INSERT) && holds(change, insert.row());
            case Change.Update update ->
                hears(Kind.UPDATE) && (holds(change, update.row()) || (leave && holds(change, update.old())));
            case Change.Delete delete -> hears(Kind.DELETE) && holds(change, delete.old());
        };
    }

    private boolean hears(Kind what) {
        return kind == Kind.ANY || kind == what;
    }

    private boolean holds(Change change, Row row) {
        var filter = filters.get(change.table().toString());
        return filter != null && filter.matches(row);
    }
}
