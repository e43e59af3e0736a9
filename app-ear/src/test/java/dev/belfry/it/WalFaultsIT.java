package dev.belfry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Rows that somebody writes with SQL, on their way to the real supabase-js, while things break: a page that has an id loses none, gets
 * none twice, and none that is not there.
 */
@Timeout(300)
class WalFaultsIT {

    private static @Nullable RunningServer server;

    private String table = "";

    @BeforeAll
    static void start() throws Exception {
        var install = new ProcessBuilder("npm", "ci")
                .directory(java.nio.file.Path.of("src/test/js").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(install.waitFor()).isZero();
        server = RunningServer.start("wal-faults", Map.of());
    }

    @AfterAll
    static void stop() throws IOException {
        server().close();
    }

    @BeforeEach
    void makeTable() throws SQLException {
        table = "ticks_" + UUID.randomUUID().toString().replace("-", "").substring(0, 8);
        execute("create table public." + table + " (n bigint primary key, note text)");
        execute("grant select on public." + table + " to anon");
        execute("alter publication supabase_realtime add table public." + table);
    }

    @Test
    void theSourceIsTheLogAndSaysSo() throws Exception {
        assertThat(server().get("/config.json")).contains("\"changes\":\"wal\"");
        assertThat(server().get("/health/ready")).contains("\"source\":\"wal\"", "\"slot\":\"belfry_");
        assertThat(server().get("/metrics"))
                .contains("belfry_replication_slot_retained_bytes", "belfry_replication_connected")
                .containsPattern("belfry_changes_announced\\S* ");
        assertThat(server().log()).contains("changes come from the write-ahead log, whoever writes them");
    }

    @Test
    void theServerIsKilledUnderLoadAndStartedAgain() throws Exception {
        try (var page = page("killed");
                var writer = new Writer(server(), table, 1)) {
            writer.awaitMore(100);
            server().kill();
            server().startAgain();
            writer.awaitMore(100);
            heardAll(page, writer);
        }
    }

    @Test
    void whatIsWrittenWhileNoServerRunsIsHeardAlsoByAPageThatHadHeardNothing() throws Exception {
        try (var page = page("quiet")) {
            server().kill();
            insert(1);
            server().startAgain();
            page.awaitRow(1);
            insert(2);
            page.awaitRow(2);
            assertThat(page.rows()).containsExactly(1L, 2L);
            assertThat(page.lines()).noneMatch(line -> line.startsWith("system"));
        }
    }

    @Test
    void postgresIsRestartedUnderLoad() throws Exception {
        try (var page = page("restarted");
                var writer = new Writer(server(), table, 1)) {
            writer.awaitMore(100);
            server().restartPostgres();
            writer.awaitMore(100);
            heardAll(page, writer);
        }
    }

    @Test
    void theConnectionToPostgresIsCutUnderLoad() throws Exception {
        try (var page = page("terminated");
                var writer = new Writer(server(), table, 1)) {
            for (var i = 0; i < 5; i++) {
                writer.awaitMore(50);
                execute("select pg_terminate_backend(active_pid) from pg_replication_slots");
            }
            heardAll(page, writer);
        }
    }

    /** What was on the way when the network went may come twice, and nothing else: see docs/channels.md. */
    @Test
    void thePagesConnectionIsCutUnderLoad() throws Exception {
        try (var proxy = new Proxy(server().url());
                var page = Page.open(proxy.url(), anon(), "cut", table, null);
                var writer = new Writer(server(), table, 1)) {
            for (var i = 0; i < 5; i++) {
                writer.awaitMore(100);
                proxy.cut();
            }
            writer.awaitMore(20);
            var written = writer.stop();
            page.awaitRow(written.getLast());

            var heard = page.rows();
            assertThat(heard.stream().distinct().toList()).isEqualTo(written);
            assertThat(heard.size() - written.size())
                    .as("heard twice, in five cuts")
                    .isLessThan(10);
            assertThat(page.lines()).noneMatch(line -> line.startsWith("system"));
        }
    }

    @Test
    void aSlotThatSomebodyDropsIsMadeAnewAndEverybodyIsTold() throws Exception {
        try (var page = page("dropped")) {
            insert(1);
            page.awaitRow(1);
            execute("""
                    do $$ begin
                        perform pg_terminate_backend(active_pid) from pg_replication_slots where slot_name like 'belfry_%';
                        for i in 1..100 loop
                            begin
                                perform pg_drop_replication_slot(slot_name) from pg_replication_slots
                                    where slot_name like 'belfry_%';
                                return;
                            exception when object_in_use then
                                perform pg_terminate_backend(active_pid) from pg_replication_slots
                                    where slot_name like 'belfry_%';
                            end;
                        end loop;
                    end $$""");
            page.await(
                    "a word about the gap",
                    lines -> lines.stream()
                            .anyMatch(line ->
                                    line.startsWith("system ResumeWindowExceeded: The replication slot belfry_")));
            insert(2);
            page.awaitRow(2);
            assertThat(page.rows()).containsExactly(1L, 2L);
        }
    }

    @Test
    void whoSubscribesInTheMiddleOfALargeTransactionHearsTheNextOneWhole() throws Exception {
        try (var early = page("early")) {
            execute("insert into public." + table + " select i from generate_series(1, 20000) i");
            early.awaitRow(1);
            try (var late = page("late")) {
                execute("insert into public." + table + " values (20001)");
                early.awaitRow(20_001);
                late.awaitRow(20_001);

                assertThat(early.rows())
                        .isEqualTo(LongStream.rangeClosed(1, 20_001).boxed().toList());
                assertThat(late.rows().size())
                        .as("all of the large one, or none")
                        .isIn(1, 20_001);
            }
        }
    }

    @Test
    void columnsComeAndGoWhileSomebodyListens() throws Exception {
        try (var page = page("columns")) {
            insert(1);
            execute("alter table public." + table + " add column colour text default 'red', drop column note");
            insert(2);
            page.awaitRow(2);
            assertThat(page.rows()).containsExactly(1L, 2L);
        }
    }

    @Test
    void aTableWithoutAPrimaryKeyIsNamedInReadiness() throws Exception {
        execute("create table public.keyless_" + table + " (n bigint)");
        execute("grant select on public.keyless_" + table + " to anon");
        execute("alter publication supabase_realtime add table public.keyless_" + table);
        try (var page = Page.open(server().url(), anon(), "-", "keyless_" + table, null)) {
            execute("insert into public.keyless_" + table + " values (7)");
            page.awaitRow(7);
            awaitReadiness("public.keyless_" + table + " has no primary key");
        } finally {
            execute("drop table public.keyless_" + table);
        }
    }

    @Test
    void sinceATimeReachesAcrossARestartOfTheServer() throws Exception {
        String since;
        try (var first = page("-")) {
            insert(1);
            first.awaitRow(1);
            insert(2);
            first.awaitRow(2);
            since = first.lines().stream()
                    .filter(line -> line.startsWith("row INSERT 2"))
                    .findFirst()
                    .orElseThrow()
                    .split(" ", -1)[3];
        }
        insert(3);
        server().kill();
        server().startAgain();
        insert(4);

        try (var page = Page.open(server().url(), anon(), "-", table, since)) {
            page.awaitRow(4);
            assertThat(page.rows()).endsWith(3L, 4L).contains(2L);
            assertThat(page.lines()).noneMatch(line -> line.startsWith("system"));
        }
        try (var page = Page.open(server().url(), anon(), "-", table, "2020-01-01T00:00:00Z")) {
            page.await(
                    "that it is too long ago",
                    lines -> lines.stream()
                            .anyMatch(line -> line.startsWith("system ResumeWindowExceeded: changes are kept since")));
        }
    }

    private void heardAll(Page page, Writer writer) throws InterruptedException {
        var written = writer.stop();
        page.awaitRow(written.getLast());
        assertThat(page.rows()).isEqualTo(written);
        assertThat(page.lines()).noneMatch(line -> line.startsWith("system"));
    }

    private void awaitReadiness(String text) throws IOException, InterruptedException {
        for (var i = 0; i < 100 && !server().get("/health/ready").contains(text); i++) {
            Thread.sleep(100);
        }
        assertThat(server().get("/health/ready")).contains(text);
    }

    private Page page(String client) throws IOException, InterruptedException {
        return Page.open(server().url(), anon(), client, table, null);
    }

    private void insert(long number) throws SQLException {
        execute("insert into public." + table + " (n) values (" + number + ")");
    }

    private static void execute(String sql) throws SQLException {
        try (var connection = server().connectToDatabase();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String anon() {
        return server().signer().apiKey("anon");
    }

    private static RunningServer server() {
        return Objects.requireNonNull(server);
    }
}
