package dev.belfry.domain.diagnosis;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Asks the catalog. */
final class Rows {

    private Rows() {}

    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** @param arguments texts, or lists of texts */
    static <T> List<T> of(Connection connection, String sql, Reader<T> reader, Object... arguments)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (var i = 0; i < arguments.length; i++) {
                if (arguments[i] instanceof List<?> list) {
                    statement.setArray(i + 1, connection.createArrayOf("text", list.toArray()));
                } else {
                    statement.setObject(i + 1, arguments[i]);
                }
            }
            var rows = new ArrayList<T>();
            try (var found = statement.executeQuery()) {
                while (found.next()) {
                    rows.add(reader.read(found));
                }
            }
            return rows;
        }
    }

    static <T> T one(Connection connection, String sql, Reader<T> reader, Object... arguments) throws SQLException {
        return of(connection, sql, reader, arguments).getFirst();
    }

    static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}
