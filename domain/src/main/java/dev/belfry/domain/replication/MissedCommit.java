package dev.belfry.domain.replication;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.replication.LogSequenceNumber;

/**
 * Wakes PostgreSQL when it has something to send and does not know it. Since version 16 a commit that falls between its sender's look
 * for more and its going to sleep (WalSndWait) wakes nobody: it would be sent after the next commit, or after ten seconds.
 */
final class MissedCommit {

    /** Wakes the sender as every commit does; nobody is sent it. */
    private static final String WAKE = "select pg_logical_emit_message(true, 'belfry', '')";

    /** A sender that does not sleep may be long at what nobody is sent: it is not woken at every look. */
    private static final int PATIENCE = 10;

    private long before = -1;
    private int patience;

    /** To be called from time to time: what was not received since the last time is overdue. */
    void look(Connection connection, long received) throws SQLException {
        if (received != before) {
            before = received;
            patience = 0;
        } else if (patience > 0) {
            patience--;
        } else if (Long.compareUnsigned(flushed(connection), received) > 0) {
            patience = PATIENCE;
            try (var statement = connection.createStatement()) {
                statement.execute(WAKE);
            }
        }
    }

    /** The LSN, unsigned, before which everything is on PostgreSQL's disk. */
    static long flushed(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var found = statement.executeQuery("select pg_current_wal_flush_lsn()::text")) {
            found.next();
            return LogSequenceNumber.valueOf(found.getString(1)).asLong();
        }
    }
}
