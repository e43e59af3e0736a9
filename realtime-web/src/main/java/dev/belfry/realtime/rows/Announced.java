package dev.belfry.realtime.rows;

import dev.belfry.domain.access.DatabaseError;
import dev.belfry.domain.capture.WriteListener;
import dev.belfry.domain.catalog.Relation;
import dev.belfry.domain.change.Json;
import dev.belfry.domain.change.Row;
import dev.belfry.domain.change.Table;
import dev.belfry.realtime.rows.sql.Result;
import dev.belfry.realtime.rows.sql.Sql;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Tells a listener of the rows that a statement writes: the write-ahead log does not, where this is needed.
 *
 * <p>The rows are read as the caller. Whoever may write and not read writes all the same, and that is told in the log.
 */
record Announced(Relation relation, WriteListener listener, Kind kind) {

    private static final Logger LOG = System.getLogger(Announced.class.getName());
    private static final String REFUSED = "42501";

    /** What a statement does. */
    enum Kind {
        INSERT,
        UPDATE,
        DELETE
    }

    /** A statement that can be run, with the result that it gives. */
    @FunctionalInterface
    interface Run {
        Result run() throws SQLException;
    }

    /** Whether somebody wants to hear of the relation's rows. */
    boolean isWanted() {
        return listener.isListening()
                && relation.kind() == Relation.Kind.TABLE
                && !relation.key().isEmpty();
    }

    /**
     * Runs the statement.
     *
     * @param before reads the rows that it is going to change; null if it changes none
     * @param telling runs it so that the rows are in the result
     * @param plain runs it without
     */
    Result run(Connection connection, @Nullable Sql before, Run telling, Run plain) throws SQLException {
        execute(connection, "savepoint before_write");
        try {
            var old = before == null ? Map.<Row, Row>of() : byKey(Result.lines(before, connection));
            var result = telling.run();
            tell(rows(result.written()), old);
            return result;
        } catch (SQLException e) {
            var state = DatabaseError.of(e).map(DatabaseError::state).orElse("");
            if (!state.equals(REFUSED)) {
                throw e;
            }
            execute(connection, "rollback to savepoint before_write");
            var result = plain.run();
            LOG.log(
                    Level.WARNING,
                    "WriteNotAnnounced: rows of {0} were written by a role that may not read them, so nobody hears of it;"
                            + " the write-ahead log would tell: see BELFRY_CHANGES_SOURCE",
                    relation.name());
            return result;
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void tell(List<Row> written, Map<Row, Row> old) {
        var table = relation.table();
        for (var row : written) {
            var before = old.get(row.only(table.key()));
            switch (kind) {
                case DELETE -> listener.deleted(table, row);
                case UPDATE ->
                    listener.updated(table, row, before == null ? onlyOne(table, row, written, old) : before);
                case INSERT -> {
                    if (before == null) {
                        listener.inserted(table, row);
                    } else {
                        listener.updated(table, row, before);
                    }
                }
            }
        }
    }

    /** A row with another key is the one that was there if there was only one; of several it is not known which. */
    private static Row onlyOne(Table table, Row row, List<Row> written, Map<Row, Row> old) {
        return written.size() == 1 && old.size() == 1 ? old.values().iterator().next() : row.only(table.key());
    }

    private Map<Row, Row> byKey(String json) {
        var key = relation.table().key();
        var byKey = new HashMap<Row, Row>();
        rows(json).forEach(row -> byKey.put(row.only(key), row));
        return byKey;
    }

    private List<Row> rows(@Nullable String json) {
        var rows = new ArrayList<Row>();
        if (json == null || json.isEmpty() || json.equals("null")) {
            return rows;
        }
        var names = List.copyOf(relation.columns().keySet());
        for (JsonNode object : Json.MAPPER.readTree(json)) {
            var values = new @Nullable JsonNode[names.size()];
            for (var i = 0; i < values.length; i++) {
                values[i] = object.get(names.get(i));
            }
            rows.add(new Row(names, values));
        }
        return rows;
    }
}
