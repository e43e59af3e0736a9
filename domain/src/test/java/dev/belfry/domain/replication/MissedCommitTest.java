package dev.belfry.domain.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class MissedCommitTest {

    private static TestPostgres postgres;
    private static Connection connection;

    private final MissedCommit missedCommit = new MissedCommit();

    @BeforeAll
    static void start() throws Exception {
        postgres = TestPostgres.start(Map.of());
        postgres.run("create publication watched");
        connection = postgres.connect();
    }

    @AfterAll
    static void stop() throws Exception {
        connection.close();
        postgres.close();
    }

    @BeforeEach
    void watch() throws Exception {
        postgres.ask("select pg_create_logical_replication_slot('watched', 'pgoutput')");
    }

    @AfterEach
    void unwatch() throws Exception {
        postgres.ask("select pg_drop_replication_slot('watched')");
    }

    @Test
    void whatIsNotReceivedForAWhileIsSentForByACommit() throws Exception {
        var late = flushed() - 1;

        missedCommit.look(connection, late);
        assertThat(messages()).isEqualTo("0");
        missedCommit.look(connection, late);

        assertThat(messages()).isEqualTo("1");
    }

    @Test
    void whoeverIsLongAtItIsWokenNowAndThen() throws Exception {
        var late = flushed() - 1;

        for (var look = 0; look < 2 + 2 * 11; look++) {
            missedCommit.look(connection, late);
        }

        assertThat(messages()).isEqualTo("3");
    }

    @Test
    void whoeverReceivesIsLeftAlone() throws Exception {
        for (var received = 1; received < 5; received++) {
            missedCommit.look(connection, received);
        }

        assertThat(messages()).isEqualTo("0");
    }

    @Test
    void whoeverHasEverythingIsLeftAlone() throws Exception {
        var all = flushed() + (1 << 20);

        missedCommit.look(connection, all);
        missedCommit.look(connection, all);

        assertThat(messages()).isEqualTo("0");
    }

    @Test
    void aQuietDatabaseStaysQuiet() throws Exception {
        postgres.run("create table quiet (id int primary key); create publication announced for table quiet");
        try (var stream = new WalStream(postgres.settings("quiet"), List::of, change -> {}, gap -> {})) {
            stream.start(Thread.ofPlatform().daemon().factory());
            stream.awaitCaughtUp(Duration.ofSeconds(60));
            postgres.run("insert into quiet values (1)");

            while (writesWithinASecond()) {
                // PostgreSQL itself writes now and then
            }
        }
    }

    private static boolean writesWithinASecond() throws Exception {
        var before = flushed();
        Thread.sleep(1000);
        return flushed() != before;
    }

    /** How many have come into the log since the last time. */
    private static String messages() throws SQLException {
        return postgres.ask("""
                select count(*) from pg_logical_slot_get_binary_changes('watched', null, null,
                    'proto_version', '1', 'publication_names', 'watched', 'messages', 'true')
                where get_byte(data, 0) = ascii('M')""");
    }

    private static long flushed() throws SQLException {
        return MissedCommit.flushed(connection);
    }
}
