package dev.belfry.domain.replication;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The publication of {@code realtime.messages}, whose rows are broadcasts: Supabase's if that was there first, else Belfry's own. */
final class MessagePublication {

    private static final Logger LOG = System.getLogger(MessagePublication.class.getName());

    private static final String OURS = "belfry_messages";

    private static final String FIND = """
            select pubname from pg_publication
            where pubname in ('supabase_realtime_messages_publication', 'belfry_messages')
            order by pubname
            """;

    private static final String CREATE = "create publication " + OURS
            + " for table realtime.messages with (publish = 'insert', publish_via_partition_root = true)";

    private MessagePublication() {}

    /**
     * Its name; made if it is missing, and null if it cannot be.
     *
     * @param connection in auto-commit mode
     */
    static @Nullable String prepare(Connection connection) throws SQLException {
        var found = first(connection, FIND);
        if (found != null || first(connection, "select to_regclass('realtime.messages')::text") == null) {
            return found;
        }
        try (var statement = connection.createStatement()) {
            statement.execute(CREATE);
            return OURS;
        } catch (SQLException e) {
            LOG.log(
                    Level.WARNING,
                    "MessagesNotPublished: what the database sends is not heard, since {0} could not be made: {1}; as a superuser: {2}",
                    OURS,
                    e.getMessage(),
                    CREATE);
            return null;
        }
    }

    private static @Nullable String first(Connection connection, String question) throws SQLException {
        try (var statement = connection.createStatement();
                var found = statement.executeQuery(question)) {
            return found.next() ? found.getString(1) : null;
        }
    }
}
