package dev.belfry.domain.replication;

import dev.belfry.domain.change.Identifiers;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyDual;
import org.postgresql.replication.LogSequenceNumber;

/**
 * One connection on which PostgreSQL sends the log (PostgreSQL, "Streaming Replication Protocol"). One thread reads; while it does
 * something else, any other may report.
 *
 * <p>Not pgjdbc's own stream: a quiet moment that is longer than its status interval ends that (42.7.14), and while its reader waits
 * nobody can confirm.
 */
final class ReplicationStream implements AutoCloseable {

    /**
     * Output functions write for this session: what a value looks like must not depend on the server's settings or this machine. And
     * PostgreSQL gives a sign at least every ten seconds, so that a silent connection is known to be dead.
     */
    private static final String SESSION = "set timezone = 'UTC'; set datestyle = 'ISO'; set intervalstyle = 'postgres';"
            + " set extra_float_digits = 1; set bytea_output = 'hex'; set wal_sender_timeout = '20s'";

    private static final Instant POSTGRES_EPOCH = Instant.parse("2000-01-01T00:00:00Z");
    private static final int DATA_HEADER = 25;
    private static final int STATUS_SIZE = 34;
    private static final long STATUS_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long NOTHING = 0;

    private final Connection connection;
    private final CopyDual copy;

    private volatile long received;
    private volatile long confirmable;
    private long confirmed;
    private long reportedAt = System.nanoTime();

    private ReplicationStream(Connection connection, CopyDual copy) {
        this.connection = connection;
        this.copy = copy;
    }

    /**
     * @param publications whose tables are read
     * @param start to read on from, if the slot has not been confirmed further
     */
    static ReplicationStream open(ReplicationSettings settings, List<String> publications, long start)
            throws SQLException {
        var connection = settings.connectForReplication();
        try {
            try (var statement = connection.createStatement()) {
                statement.execute(SESSION);
            }
            var copy =
                    connection.unwrap(PGConnection.class).getCopyAPI().copyDual(command(settings, publications, start));
            var stream = new ReplicationStream(connection, copy);
            stream.tell(NOTHING, true);
            return stream;
        } catch (SQLException | RuntimeException e) {
            abort(connection);
            throw e;
        }
    }

    private static String command(ReplicationSettings settings, List<String> publications, long start) {
        var names = publications.stream()
                .map(Identifiers::quoted)
                .collect(Collectors.joining(","))
                .replace("'", "''");
        return "START_REPLICATION SLOT " + Identifiers.quoted(settings.slot()) + " LOGICAL "
                + LogSequenceNumber.valueOf(start).asString()
                + " (proto_version '1', publication_names '" + names + "', messages 'false')";
    }

    /** The next message, waited for; null if PostgreSQL only gave a sign of life. */
    @Nullable
    ByteBuffer read() throws SQLException {
        var bytes = copy.readFromCopy(true);
        if (bytes == null) {
            throw new SQLException("PostgreSQL has ended the stream");
        }
        var message = ByteBuffer.wrap(bytes);
        var isData = message.get() == 'w';
        advance(message.getLong());
        if (!isData) {
            message.getLong(); // its clock
        }
        confirmIfDue(!isData && message.get() != 0);
        return isData ? message.position(DATA_HEADER) : null;
    }

    private void advance(long lsn) {
        if (Long.compareUnsigned(lsn, received) > 0) {
            received = lsn;
        }
    }

    /**
     * After the position that is confirmed none is named any more, or a shutdown of PostgreSQL would wait until all is confirmed: it
     * goes by what was received only for a reader that does not say what it has kept.
     */
    private void confirmIfDue(boolean asked) throws SQLException {
        if (confirmable != confirmed) {
            confirmed = confirmable;
            tell(confirmed, false);
            tell(NOTHING, false);
        } else if (asked || System.nanoTime() - reportedAt >= STATUS_NANOS) {
            tell(NOTHING, false);
        }
    }

    /** All that committed before here has been read, whatever is being read now. */
    long received() {
        return received;
    }

    /** Lets PostgreSQL throw away what lies before. The reading thread tells it at the next message. */
    void confirm(long lsn) {
        confirmable = lsn;
    }

    /** Tells PostgreSQL that this server is alive. Blocks while a thread reads. */
    void report() throws SQLException {
        tell(NOTHING, false);
    }

    private void tell(long flushed, boolean wantsAnswer) throws SQLException {
        reportedAt = System.nanoTime();
        var status = ByteBuffer.allocate(STATUS_SIZE)
                .put((byte) 'r')
                .putLong(received)
                .putLong(flushed)
                .putLong(NOTHING)
                .putLong(ChronoUnit.MICROS.between(POSTGRES_EPOCH, Instant.now()))
                .put((byte) (wantsAnswer ? 1 : 0));
        copy.writeToCopy(status.array(), 0, STATUS_SIZE);
        copy.flushCopy();
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
