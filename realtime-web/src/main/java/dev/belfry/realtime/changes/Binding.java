package dev.belfry.realtime.changes;

import dev.belfry.domain.capture.Change;
import dev.belfry.domain.capture.Row;
import dev.belfry.domain.capture.Table;
import java.util.List;

/**
 * One entry of a join's {@code postgres_changes}.
 *
 * @param id its number in the channel, from 1: channels that ask for the same get the same ids, and so the same messages
 * @param schema a name or {@code *}
 * @param table a name or {@code *}
 * @param conditions all of them must hold: for the new row, or for the old one of a delete
 */
public record Binding(long id, Kind kind, String schema, String table, List<Condition> conditions) {

    static final String ANY = "*";

    enum Kind {
        ANY,
        INSERT,
        UPDATE,
        DELETE
    }

    public Binding {
        conditions = List.copyOf(conditions);
    }

    boolean covers(Table candidate) {
        return (schema.equals(ANY) || schema.equals(candidate.schema()))
                && (table.equals(ANY) || table.equals(candidate.name()));
    }

    boolean matches(Change change) {
        return covers(change.table())
                && switch (change) {
                    case Change.Insert insert -> hears(Kind.INSERT) && hold(insert.row());
                    case Change.Update update -> hears(Kind.UPDATE) && hold(update.row());
                    case Change.Delete delete -> hears(Kind.DELETE) && hold(delete.old());
                };
    }

    private boolean hears(Kind what) {
        return kind == Kind.ANY || kind == what;
    }

    private boolean hold(Row row) {
        return conditions.stream().allMatch(condition -> condition.matches(row));
    }
}
