package dev.belfry.domain.replication;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/** One connection on which PostgreSQL sends the log. One thread reads; any thread may ask and confirm. */
final class ReplicationStream implements AutoCloseable {

    /** Output functions write for this session: what a value looks like must not depend on the server's settings or this machine. */
    private static final String SESSION = "set timezone = 'UTC'; set datestyle = 'ISO'; set intervalstyle = 'postgres';"
            + " set extra_float_digits = 1; set bytea_output = 'hex'";

    private static final int STATUS_MILLIS = 500;

    private final Connection connection;
    private final PGReplicationStream stream;

    private ReplicationStream(Connection connection, PGReplicationStream stream) {
        this.connection = connection;
        this.stream = stream;
    }

    /** @param start to read on from, if the slot has not been confirmed further */
    static ReplicationStream open(ReplicationSettings settings, LogSequenceNumber start) throws SQLException {
        var connection = settings.connectForReplication();
        try {
            try (var statement = connection.createStatement()) {
                statement.execute(SESSION);
            }
            // Without automatic flush: pgjdbc would confirm on an idle database whatever the server has.
            var stream = connection
                    .unwrap(PGConnection.class)
                    .getReplicationAPI()
                    .replicationStream()
                    .logical()
                    .withSlotName(settings.slot())
                    .withSlotOption("proto_version", 1)
                    .withSlotOption("publication_names", quoted(settings.publication()))
                    .withSlotOption("messages", false)
                    .withStartPosition(start)
                    .withAutomaticFlush(false)
                    .withStatusInterval(STATUS_MILLIS, TimeUnit.MILLISECONDS)
                    .start();
            return new ReplicationStream(connection, stream);
        } catch (SQLException | RuntimeException e) {
            abort(connection);
            throw e;
        }
    }

    private static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** The next message, waited for at most for a moment; null if there was none. */
    @Nullable
    ByteBuffer read() throws SQLException {
        var message = stream.read();
        if (message == null && stream.isClosed()) {
            throw new SQLException("PostgreSQL has ended the stream");
        }
        return message;
    }

    /** All that committed before here has been read, whatever is being read now. */
    long received() {
        return stream.getLastReceiveLSN().asLong();
    }

    /**
     * Lets PostgreSQL throw away what lies before.
     *
     * <p>What is told afterwards names no confirmed position, or a shutdown of PostgreSQL would wait until all is confirmed: it
     * goes by what was received only for a reader that never says what it has kept.
     */
    void confirm(long lsn) throws SQLException {
        stream.setFlushedLSN(LogSequenceNumber.valueOf(lsn));
        stream.forceUpdateStatus();
        stream.setFlushedLSN(LogSequenceNumber.INVALID_LSN);
        stream.forceUpdateStatus();
    }

    /** Reports to PostgreSQL at once, and asks how far its log has come. While a thread reads that is done by itself. */
    void report() throws SQLException {
        stream.forceUpdateStatus();
    }

    /** Ends the connection and says nothing: what is not confirmed stays so. Any thread may call it, again too. */
    @Override
    public void close() {
        abort(connection);
    }

    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // it is gone then
        }
    }
}
