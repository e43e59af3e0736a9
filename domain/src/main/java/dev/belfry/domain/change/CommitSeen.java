package dev.belfry.domain.change;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * PostgreSQL's log tells of a commit a moment before other transactions see what it has written: whoever asks the database about a
 * change from the log waits for that moment first.
 */
public final class CommitSeen {

    /** A snapshot has the ids in full, the log their lower half: those from {@code xmax} on are not seen, nor those listed. */
    private static final String SEEN = """
            select not exists(select from pg_snapshot_xip(now.snapshot) running where running::text::bigint = top - behind)
            from (select pg_current_snapshot() as snapshot) now,
                lateral (select pg_snapshot_xmax(now.snapshot)::text::bigint as top) newest,
                lateral (select (top - ?) & 4294967295 as behind) writer
            where behind between 1 and 2147483647
            """;

    private static final int TRIES = 500;

    private CommitSeen() {}

    /**
     * Returns once other transactions see what that one has written; after a second in any case. The connection must see what was
     * committed since its last statement (READ COMMITTED).
     *
     * @param id of the transaction, as the log has it: the lower 32 bits
     */
    public static void await(Connection connection, int id) throws SQLException {
        try (var statement = connection.prepareStatement(SEEN)) {
            statement.setLong(1, Integer.toUnsignedLong(id));
            for (var attempt = 0; attempt < TRIES; attempt++) {
                try (var found = statement.executeQuery()) {
                    if (found.next() && found.getBoolean(1)) {
                        return;
                    }
                }
                Thread.sleep(2);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
