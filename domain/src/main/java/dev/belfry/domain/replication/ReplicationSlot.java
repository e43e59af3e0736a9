package dev.belfry.domain.replication;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.postgresql.replication.LogSequenceNumber;

/** Where PostgreSQL keeps the log for this server, and how far it was confirmed. */
final class ReplicationSlot {

    /** Creating one waits until every transaction has ended that is open now. */
    private static final int CREATION_MILLIS = 600_000;

    private static final Executor AT_ONCE = Runnable::run;

    private static final String FIND = """
            select restart_lsn::text, confirmed_flush_lsn::text, wal_status, safe_wal_size, active
            from pg_replication_slots
            where slot_name = ?
            """;

    /**
     * A row of {@code pg_replication_slots}.
     *
     * @param restart null once it is lost
     * @param status {@code reserved}, {@code extended}, {@code unreserved}, {@code lost}
     * @param safeBytes that may be written before it is lost; null without a bound
     */
    record Found(
            @Nullable LogSequenceNumber restart,
            LogSequenceNumber confirmed,
            @Nullable String status,
            @Nullable Long safeBytes,
            boolean active) {

        /** PostgreSQL has thrown away what comes next. */
        boolean isLost() {
            return restart == null || "lost".equals(status);
        }
    }

    private final String name;

    ReplicationSlot(String name) {
        this.name = name;
    }

    Optional<Found> find(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(FIND)) {
            statement.setString(1, name);
            try (var found = statement.executeQuery()) {
                if (!found.next()) {
                    return Optional.empty();
                }
                var restart = found.getString(1);
                var confirmed = found.getString(2);
                return Optional.of(new Found(
                        restart == null ? null : LogSequenceNumber.valueOf(restart),
                        confirmed == null ? LogSequenceNumber.INVALID_LSN : LogSequenceNumber.valueOf(confirmed),
                        found.getString(3),
                        found.getObject(4, Long.class),
                        found.getBoolean(5)));
            }
        }
    }

    /** Blocks while transactions are open. */
    Found create(Connection connection) throws SQLException {
        var usual = connection.getNetworkTimeout();
        connection.setNetworkTimeout(AT_ONCE, CREATION_MILLIS);
        call(connection, "select pg_create_logical_replication_slot(?, 'pgoutput')");
        connection.setNetworkTimeout(AT_ONCE, usual);
        return find(connection).orElseThrow(() -> new SQLException("The slot " + name + " vanished at once"));
    }

    void drop(Connection connection) throws SQLException {
        call(connection, "select pg_drop_replication_slot(?)");
    }

    private void call(Connection connection, String sql) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            statement.execute();
        }
    }
}
