package dev.belfry.domain.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.change.Change;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Slots of two databases of one PostgreSQL. */
class SlotNameTest {

    private static TestPostgres postgres;

    @BeforeAll
    static void start() throws Exception {
        postgres = TestPostgres.start(Map.of());
        postgres.run("create table notes (id int primary key); create publication announced for all tables");
        postgres.runAlone("create database other template postgres");
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    @AfterEach
    void drop() throws SQLException {
        postgres.ask("select pg_terminate_backend(active_pid) from pg_replication_slots where active");
        for (var database : List.of("postgres", "other")) {
            run(
                    database,
                    "select pg_drop_replication_slot(slot_name) from pg_replication_slots where database = current_database()");
        }
    }

    @Test
    void eachDatabaseHasAnother() throws Exception {
        assertThat(name("postgres", "1")).isEqualTo("belfry_" + oid("postgres") + "_1");
        assertThat(name("other", "1")).isEqualTo("belfry_" + oid("other") + "_1");
    }

    @Test
    void theSlotOfAnOlderVersionGoesOnInItsOwnDatabaseAlone() throws Exception {
        run("postgres", "select pg_create_logical_replication_slot('belfry_1', 'pgoutput')");

        assertThat(name("postgres", "1")).isEqualTo("belfry_1");
        assertThat(name("postgres", "2")).isEqualTo("belfry_" + oid("postgres") + "_2");
        assertThat(name("other", "1")).isEqualTo("belfry_" + oid("other") + "_1");
    }

    @Test
    void whatWasWrittenWhileAnOlderVersionWasStoppedIsHeard() throws Exception {
        run("postgres", "select pg_create_logical_replication_slot('belfry_1', 'pgoutput')");
        run("postgres", "insert into notes values (1)");
        var heard = new Heard();

        try (var stream = stream("postgres", heard)) {
            stream.start(Thread::new);
            heard.changes(1);
            assertThat(heard.gaps()).isZero();
        }
    }

    @Test
    void twoServersOfTheSameIdReadTheirOwnDatabases() throws Exception {
        var here = new Heard();
        var there = new Heard();

        try (var ours = stream("postgres", here);
                var theirs = stream("other", there)) {
            ours.start(Thread::new);
            theirs.start(Thread::new);
            assertThat(ours.awaitCaughtUp(Duration.ofSeconds(60))).isTrue();
            assertThat(theirs.awaitCaughtUp(Duration.ofSeconds(60))).isTrue();
            run("postgres", "insert into notes values (11)");
            run("other", "insert into notes values (12)");

            assertThat(id(here)).isEqualTo("11");
            assertThat(id(there)).isEqualTo("12");
        }
    }

    @Test
    void anyIdMakesAName() {
        assertThat(SlotName.named("5_Pod-7.eu")).isEqualTo("belfry_5_pod_7_eu");
        var one = SlotName.named("4294967295_" + "x".repeat(70) + "1");
        var two = SlotName.named("4294967295_" + "x".repeat(70) + "2");
        assertThat(List.of(one, two)).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z0-9_]{1,63}"));
    }

    private static String id(Heard heard) throws InterruptedException {
        return String.valueOf(
                ((Change.Insert) heard.changes(1).getFirst()).row().get("id"));
    }

    private static WalStream stream(String database, Heard heard) throws SQLException {
        var settings = new ReplicationSettings(
                url(database), "postgres", "", "announced", name(database, "1"), Duration.ofMinutes(5), 256L << 20);
        return new WalStream(settings, List::of, heard::change, heard::gap);
    }

    private static String name(String database, String id) throws SQLException {
        try (var connection = DriverManager.getConnection(url(database), "postgres", "")) {
            return SlotName.of(connection, id);
        }
    }

    private static String oid(String database) throws SQLException {
        return postgres.ask("select oid from pg_database where datname = '" + database + "'");
    }

    private static void run(String database, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url(database), "postgres", "");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String url(String database) {
        return postgres.url().replaceAll("/postgres$", "/" + database);
    }
}
