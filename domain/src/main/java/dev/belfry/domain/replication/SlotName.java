package dev.belfry.domain.replication;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.UUID;

/**
 * How a server calls its slot. Slots of all databases of a PostgreSQL share their names, so one has the id of its database in it.
 */
public final class SlotName {

    private static final int LONGEST = 63;

    /** An older version left it out: a slot of this database that is called so goes on, with what PostgreSQL keeps for it. */
    private static final String FIND = """
            select d.oid::int8,
                   exists (select from pg_replication_slots s where s.slot_name = ? and s.database = d.datname)
            from pg_database d
            where d.datname = current_database()
            """;

    private SlotName() {}

    /** That of a server in the database of the connection. */
    public static String of(Connection connection, String serverId) throws SQLException {
        var former = named(serverId);
        try (var statement = connection.prepareStatement(FIND)) {
            statement.setString(1, former);
            try (var found = statement.executeQuery()) {
                found.next();
                return found.getBoolean(2) ? former : named(found.getLong(1) + "_" + serverId);
            }
        }
    }

    /** PostgreSQL takes small letters, digits and underscores, and not many. */
    static String named(String id) {
        var name = "belfry_" + id.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        if (name.length() <= LONGEST) {
            return name;
        }
        var rest = UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8))
                .toString()
                .substring(0, 8);
        return name.substring(0, LONGEST - rest.length() - 1) + "_" + rest;
    }
}
