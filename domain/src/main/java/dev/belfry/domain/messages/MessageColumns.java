package dev.belfry.domain.messages;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/**
 * The columns of {@code realtime.messages}, some of which one that was there before may lack.
 *
 * @param names empty if there is no such table
 */
record MessageColumns(Set<String> names) {

    private static final String READ = """
            select attname from pg_attribute
            where attrelid = to_regclass('realtime.messages') and attnum > 0 and not attisdropped
            """;

    static MessageColumns read(Connection connection) throws SQLException {
        var names = new HashSet<String>();
        try (var statement = connection.createStatement();
                var found = statement.executeQuery(READ)) {
            while (found.next()) {
                names.add(found.getString(1));
            }
        }
        return new MessageColumns(names);
    }

    /** Of bytes that were broadcast; else NULL. */
    String bytes() {
        return has("binary_payload") ? "binary_payload" : "null::bytea";
    }

    /** Condition of a row that still counts, in a session in UTC. */
    String isAlive() {
        return has("expires_at") ? "(expires_at is null or expires_at > now())" : "true";
    }

    /** What tells the order of rows that were inserted at the same time. */
    String tieBreak() {
        return has("number") ? "number" : "id";
    }

    boolean canExpire() {
        return has("expires_at") && has("skip_broadcast");
    }

    boolean has(String name) {
        return names.contains(name);
    }
}
