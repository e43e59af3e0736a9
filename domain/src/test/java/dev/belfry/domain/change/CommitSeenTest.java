package dev.belfry.domain.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.replication.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class CommitSeenTest {

    @Test
    void aTransactionIsWaitedForUntilOthersSeeIt() throws Exception {
        try (var postgres = TestPostgres.start(Map.of());
                var writer = postgres.connect();
                var older = postgres.connect();
                var reader = postgres.connect()) {
            older.setAutoCommit(false);
            id(older);
            writer.setAutoCommit(false);
            var id = id(writer);
            var waiting = CompletableFuture.runAsync(() -> await(reader, id));
            Thread.sleep(100);
            assertThat(waiting).isNotDone();

            writer.commit();

            waiting.join();
            CommitSeen.await(reader, id); // and now at once, also beside others that go on
            older.rollback();
        }
    }

    private static int id(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var found = statement.executeQuery("select pg_current_xact_id()::text::bigint")) {
            found.next();
            return (int) found.getLong(1);
        }
    }

    private static void await(Connection connection, int id) {
        try {
            CommitSeen.await(connection, id);
        } catch (SQLException e) {
            throw new CompletionException(e);
        }
    }
}
