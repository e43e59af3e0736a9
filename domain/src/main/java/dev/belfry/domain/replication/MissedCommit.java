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

    private long before = -1;

    /** To be called from time to time: what was not received since the last time is overdue. */
    void look(Connection connection, long received) throws SQLException {
        var isSilent = received == before;
        before = received;
        if (isSilent && Long.compareUnsigned(flushed(connection), received) > 0) {
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
