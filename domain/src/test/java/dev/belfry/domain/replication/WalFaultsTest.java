package dev.belfry.domain.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.Gap;
import dev.belfry.domain.change.Position;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to the source of changes when something fails: nothing lost, nothing twice, or a gap. */
class WalFaultsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SLOT = "belfry_faults";

    private static TestPostgres postgres;

    private final Heard heard = new Heard();
    private final List<WalStream> opened = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        postgres = TestPostgres.start(Map.of("fsync", "on", "max_wal_size", "64MB"));
        postgres.run("create table t (id int primary key, v text); create publication announced for table t;"
                + "create table other (v text)");
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    @BeforeEach
    void empty() throws SQLException {
        postgres.run("truncate t");
    }

    @AfterEach
    void close() throws Exception {
        opened.forEach(WalStream::close);
        Heard.until(
                "no slot in use",
                () -> ask("select count(*) from pg_replication_slots where active")
                        .equals("0"));
        postgres.ask("select pg_drop_replication_slot(slot_name) from pg_replication_slots");
    }

    @Test
    void aLongTransactionIsNeverHeldAndIsReadAgainWhenItIsCut() throws Exception {
        var at = new AtomicInteger();
        var middle = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var stream = open(postgres.settings(SLOT), change -> {
            if (at.incrementAndGet() == 30_000) {
                middle.countDown();
                await(goOn);
            }
            heard.change(change);
        });

        postgres.run("insert into t select i, repeat('x', 1000) from generate_series(1, 100000) i");
        middle.await();
        // The reader holds no more than the connection's buffers: PostgreSQL cannot send the rest.
        Heard.until(
                "the sender waits for the reader",
                () -> ask("select wait_event from pg_stat_activity where pid = (select"
                                + " active_pid from pg_replication_slots where slot_name = '" + SLOT + "')")
                        .equals("WalSenderWriteData"));
        assertThat(heard.changes()).hasSize(29_999);
        var connected = stream.state().since();
        assertThat(postgres.terminateSender(SLOT)).isTrue();
        goOn.countDown();

        var changes = heard.changes(100_000);
        assertThat(stream.state().since()).isAfter(connected);
        for (var i = 0; i < changes.size(); i++) {
            assertThat(id(changes.get(i))).isEqualTo(i + 1);
            assertThat(changes.get(i).position().index()).isEqualTo(i);
        }
    }

    @Test
    void postgresGetsSignsOfLifeWhileTheReceiverBlocks() throws Exception {
        var blocked = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        open(postgres.settings(SLOT), change -> {
            blocked.countDown();
            await(goOn);
            heard.change(change);
        });
        var sender = ask("select active_pid from pg_replication_slots where slot_name = '" + SLOT + "'");

        postgres.run("insert into t values (1), (2)");
        blocked.await();
        var since = ask("select now()");
        Heard.until(
                "signs of life",
                () -> ask("select count(*) from pg_stat_replication where pid = " + sender + " and reply_time > '"
                                + since + "'::timestamptz + interval '6s'")
                        .equals("1"));
        goOn.countDown();

        assertThat(heard.changes(2)).hasSize(2);
    }

    @Test
    void aCrashOfPostgresUnderLoadLosesNothingAndTellsNothingTwice() throws Exception {
        open(postgres.settings(SLOT), heard::change);
        var acknowledged = new HashSet<Integer>();
        var ending = new AtomicBoolean();
        var writer = new Thread(() -> write(acknowledged, ending));

        writer.start();
        for (var crash = 1; crash <= 3; crash++) {
            var enough = crash * 500;
            heard.await(so -> so.changes().size() >= enough);
            postgres.crash();
            postgres.startAgain();
        }
        heard.await(so -> so.changes().size() >= 2000);
        ending.set(true);
        writer.join();
        postgres.run("insert into t values (-1)");
        heard.await(so -> id(so.changes().getLast()) == -1);

        var ids = heard.changes().stream().map(WalFaultsTest::id).toList();
        assertThat(ids).doesNotHaveDuplicates().containsAll(acknowledged);
        assertThat(postgres.ask("select count(*) from t")).isEqualTo(String.valueOf(ids.size()));
        assertThat(heard.changes().stream().map(Change::position).toList()).isSorted();
        assertThat(heard.gaps()).isZero();
    }

    private static void write(Set<Integer> acknowledged, AtomicBoolean ending) {
        var id = 0;
        while (!ending.get()) {
            try (var connection = postgres.connect();
                    var statement = connection.createStatement()) {
                while (!ending.get()) {
                    id++;
                    statement.execute("insert into t values (" + id + ")");
                    acknowledged.add(id);
                }
            } catch (SQLException e) {
                // PostgreSQL is down for a moment
            }
        }
    }

    @Test
    void postgresCanBeStoppedWhileNothingIsConfirmed() throws Exception {
        open(postgres.settings(SLOT), heard::change);
        postgres.run("insert into t values (1)");
        heard.changes(1);

        postgres.stopFast();
        postgres.startAgain();
        postgres.run("insert into t values (2)");

        assertThat(heard.changes(2)).extracting(WalFaultsTest::id).containsExactly(1, 2);
    }

    @Test
    void aSlotThatSomebodyDroppedIsReplacedAndTheGapTold() throws Exception {
        var stream = open(postgres.settings(SLOT), heard::change);
        postgres.run("insert into t values (1)");
        var before = heard.changes(1).getFirst().position();

        Heard.until("dropped", () -> {
            try {
                postgres.terminateSender(SLOT);
                return postgres.ask("select count(pg_drop_replication_slot('" + SLOT + "'))")
                        .equals("1");
            } catch (SQLException e) {
                return false;
            }
        });
        heard.await(so -> so.gaps() == 1);
        assertThat(stream.coverage()).isGreaterThan(before);
        Heard.until("connected", () -> stream.state().connected());
        postgres.run("insert into t values (2)");
        heard.await(so -> so.all().size() == 3);

        assertThat(heard.all().get(1)).isInstanceOf(Gap.class);
        assertThat(id((Change) heard.all().get(2))).isEqualTo(2);
    }

    @Test
    void aSlotThatPostgresInvalidatedIsReplacedAndTheGapTold() throws Exception {
        var first = open(postgres.settings(SLOT), heard::change);
        postgres.run("insert into t values (1)");
        heard.changes(1);
        first.close();

        postgres.runAlone("alter system set max_slot_wal_keep_size = '1MB'");
        postgres.runAlone("select pg_reload_conf()");
        try {
            Heard.until("lost", () -> {
                ask("select pg_switch_wal()");
                run("insert into t select coalesce(max(id), 0) + 1 from t");
                run("checkpoint");
                return ask("select wal_status from pg_replication_slots").equals("lost");
            });
            var second = open(postgres.settings(SLOT), heard::change);
            run("insert into t values (-2)");
            heard.await(so -> so.all().size() == 3);

            assertThat(heard.all().get(1)).isInstanceOf(Gap.class);
            assertThat(id((Change) heard.all().get(2))).isEqualTo(-2);
            assertThat(second.coverage()).isGreaterThan(first.coverage());
        } finally {
            postgres.runAlone("alter system reset max_slot_wal_keep_size");
            postgres.runAlone("select pg_reload_conf()");
        }
    }

    @Test
    void afterAKillTheWindowIsReadAgainWithTheSamePositions() throws Exception {
        var java = ProcessHandle.current().info().command().orElseThrow();
        var killed = new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledReader.class.getName(),
                        postgres.url(),
                        SLOT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var told = new ArrayList<String>();
        try (var lines = new BufferedReader(new InputStreamReader(killed.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("ready");
            postgres.run("insert into t values (1), (2)");
            postgres.run("update t set v = 'x'");
            for (var i = 0; i < 4; i++) {
                told.add(lines.readLine());
            }
        } finally {
            killed.destroyForcibly().waitFor();
        }
        postgres.run("delete from t where id = 1");

        var stream = open(postgres.settings(SLOT), heard::change);
        var positions = heard.changes(5).stream().map(Change::position).toList();

        assertThat(positions).extracting(Position::toString).startsWith(told.toArray(String[]::new));
        assertThat(positions).allMatch(position -> stream.coverage().isBefore(position));
        assertThat(heard.gaps()).isZero();
    }

    @Test
    void whatIsOlderThanTheWindowIsConfirmedAlsoOnAnIdleDatabase() throws Exception {
        var usual = postgres.settings(SLOT);
        open(
                new ReplicationSettings(
                        usual.jdbcUrl(),
                        usual.user(),
                        usual.password(),
                        usual.publication(),
                        SLOT,
                        Duration.ofSeconds(1),
                        1L << 30),
                heard::change);

        run("insert into other values ('x')");
        var written = ask("select pg_current_wal_lsn()");

        Heard.until(
                "confirmed",
                () -> ask("select confirmed_flush_lsn >= '" + written + "' from pg_replication_slots")
                        .equals("t"));
    }

    @Test
    void noMoreIsKeptThanTheBound() throws Exception {
        var usual = postgres.settings(SLOT);
        var bounded = open(
                new ReplicationSettings(
                        usual.jdbcUrl(),
                        usual.user(),
                        usual.password(),
                        usual.publication(),
                        SLOT,
                        Duration.ofDays(1),
                        1L << 20),
                heard::change);
        var before = bounded.coverage().transaction();

        run("insert into other select repeat('x', 1000) from generate_series(1, 10000)");

        Heard.until(
                "confirmed",
                () -> ask("select pg_current_wal_lsn() - confirmed_flush_lsn < 1048576 from pg_replication_slots")
                        .equals("t"));
        assertThat(before).isNotZero();
    }

    @Test
    void nothingIsConfirmedWithinTheWindow() throws Exception {
        var stream = open(postgres.settings(SLOT), heard::change);
        var at = ask("select confirmed_flush_lsn from pg_replication_slots");
        postgres.run("insert into t values (1)");
        heard.changes(1);
        var reply = ask("select now()");
        Heard.until(
                "several reports",
                () -> ask("select count(*) from pg_stat_replication where reply_time > '" + reply
                                + "'::timestamptz + interval '3s'")
                        .equals("1"));

        stream.close();

        assertThat(ask("select confirmed_flush_lsn from pg_replication_slots")).isEqualTo(at);
    }

    @Test
    void aSlotInUseIsToldAndTakenOnceItIsFree() throws Exception {
        var first = open(postgres.settings(SLOT), change -> {});
        var second = new WalStream(postgres.settings(SLOT), List::of, heard::change, heard::gap);
        opened.add(second);
        second.start(Thread::new);

        Heard.until("told", () -> second.state().problem() != null);
        assertThat(second.state().problem()).contains(SLOT, "BELFRY_SERVER_ID");
        assertThat(second.state().connected()).isFalse();
        first.close();
        Heard.until("taken", () -> second.state().connected());
        postgres.run("insert into t values (1)");

        heard.changes(1);
        assertThat(second.state().problem()).isNull();
    }

    @Test
    void oneFailingReceiverDoesNotEndTheStream() throws Exception {
        open(postgres.settings(SLOT), change -> {
            heard.change(change);
            throw new IllegalStateException("on purpose");
        });
        postgres.run("insert into t values (1), (2)");

        assertThat(heard.changes(2)).hasSize(2);
    }

    @Test
    void theStateTellsTheSlot() throws Exception {
        var stream = open(postgres.settings(SLOT), heard::change);

        Heard.until("looked", () -> Objects.equals(stream.state().slot().walStatus(), "reserved"));

        var state = stream.state();
        assertThat(state.connected()).isTrue();
        assertThat(state.slot().name()).isEqualTo(SLOT);
        assertThat(state.slot().retainedBytes()).isNotNull().isNotNegative();
        assertThat(state.problems()).isEmpty();
    }

    private WalStream open(ReplicationSettings settings, java.util.function.Consumer<Change> receiver)
            throws Exception {
        var stream = new WalStream(settings, List::of, receiver, heard::gap);
        opened.add(stream);
        stream.start(Thread::new);
        assertThat(stream.awaitCaughtUp(PATIENCE)).isTrue();
        return stream;
    }

    private static int id(Change change) {
        var row = change instanceof Change.Insert insert ? insert.row() : ((Change.Update) change).row();
        return Objects.requireNonNull(row.get("id")).asInt();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String ask(String sql) {
        try {
            return postgres.ask(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void run(String sql) {
        try {
            postgres.runAlone(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
