package dev.belfry.realtime.rows.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What a statement of {@link Statements} gave.
 *
 * @param total of all rows that match; null if they were not counted
 * @param rows of the answer, or that were written
 * @param body the answer's text; null if it would be larger than {@link #MAX_BYTES}
 * @param headers JSON that the database wants as headers of the answer, or null
 * @param status the status that the database wants, or null
 * @param inserted how many of the rows are new, or null
 * @param location the row that was written, as JSON, or null
 * @param written all of the rows that were written, as a JSON array, where somebody listens; else null
 */
public record Result(
        @Nullable Long total,
        long rows,
        @Nullable String body,
        @Nullable String headers,
        @Nullable String status,
        @Nullable Integer inserted,
        @Nullable String location,
        @Nullable String written) {

    public static final int MAX_BYTES = 32 << 20;

    /** Runs the statement and reads its only row. */
    public static Result of(Sql sql, Connection connection) throws SQLException {
        try (var statement = sql.prepare(connection);
                var found = statement.executeQuery()) {
            found.next();
            return new Result(
                    number(found, 1),
                    found.getLong(2),
                    found.getString(3),
                    found.getString(5),
                    found.getString(6),
                    count(found, 7),
                    found.getString(8),
                    found.getString(9));
        }
    }

    /** Runs a statement that gives lines, and joins them. */
    public static String lines(Sql sql, Connection connection) throws SQLException {
        var lines = new ArrayList<String>();
        try (var statement = sql.prepare(connection);
                var found = statement.executeQuery()) {
            while (found.next()) {
                lines.add(found.getString(1));
            }
        }
        return String.join("\n", lines);
    }

    private static @Nullable Long number(ResultSet found, int column) throws SQLException {
        var number = found.getLong(column);
        return found.wasNull() ? null : number;
    }

    private static @Nullable Integer count(ResultSet found, int column) throws SQLException {
        var number = found.getInt(column);
        return found.wasNull() ? null : number;
    }
}
