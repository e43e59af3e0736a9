package dev.belfry.domain.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.replication.TestPostgres;
import dev.belfry.domain.settings.Setting;
import java.io.IOException;
import java.net.URI;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is found in a portal's database, and that the cure which is given cures it. */
class ExaminationTest {

    private static TestPostgres postgres;

    private final Map<Setting, String> settings = new HashMap<>();

    @BeforeAll
    static void start() throws IOException, SQLException {
        postgres = TestPostgres.start(Map.of("max_slot_wal_keep_size", "1GB", "max_wal_senders", "6"));
        postgres.run("""
                create role anon nologin;
                create role authenticated nologin;
                create role service_role nologin bypassrls;
                create role belfry login createrole replication;
                grant anon, authenticated, service_role to belfry
                """);
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    /** A database for each, of a portal that has nothing wrong. */
    @BeforeEach
    void portal() throws SQLException {
        postgres.runAlone("drop database if exists portal with (force)");
        postgres.runAlone("create database portal owner belfry");
        settings.put(Setting.DATABASE_URL, postgres.url().replace("/postgres", "/portal"));
        settings.put(Setting.DATABASE_USER, "belfry");
        settings.put(Setting.DATABASE_PASSWORD, "");
        run("""
                set role belfry;
                create schema auth;
                create function auth.uid() returns uuid language sql stable as
                    $$ select (current_setting('request.jwt.claims', true)::jsonb ->> 'sub')::uuid $$;
                create table public.notes (id int primary key, owner uuid, title text);
                alter table public.notes enable row level security;
                alter table public.notes replica identity full;
                create policy own on public.notes using (owner = auth.uid());
                grant usage on schema auth to authenticated;
                grant select, insert, update, delete on public.notes to authenticated;
                create publication supabase_realtime for table public.notes with (publish_via_partition_root = true)
                """);
    }

    private void run(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(settings.get(Setting.DATABASE_URL), "postgres", "");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Diagnosis diagnosis() {
        return Examination.of(Installation.of(setting -> Optional.ofNullable(settings.get(setting))));
    }

    private Finding finding(Topic topic, Severity severity) {
        var found = diagnosis().findings().stream()
                .filter(finding -> finding.topic() == topic && finding.severity() == severity)
                .toList();
        assertThat(found).as(topic + " " + severity).hasSize(1);
        return found.getFirst();
    }

    /** The cure takes the finding away. */
    private void cured(Topic topic, Severity severity) throws SQLException {
        for (var cure : finding(topic, severity).cures()) {
            run(cure);
        }
        assertThat(diagnosis().findings())
                .noneMatch(finding -> finding.topic() == topic && finding.severity() == severity);
    }

    @Test
    void aDatabaseWithNothingWrongIsOk() {
        var diagnosis = diagnosis();

        assertThat(diagnosis.findings())
                .filteredOn(finding -> finding.severity() != Severity.OK)
                .isEmpty();
        assertThat(diagnosis.of(Severity.OK))
                .extracting(Finding::topic)
                .contains(
                        Topic.SERVER,
                        Topic.SCHEMAS,
                        Topic.ROLES,
                        Topic.REPLICATION,
                        Topic.WAL_KEPT,
                        Topic.SLOTS,
                        Topic.PUBLICATION,
                        Topic.REPLICA_IDENTITY,
                        Topic.ROW_SECURITY,
                        Topic.POLICY_ERRORS,
                        Topic.POLICY_COST,
                        Topic.POOLER);
        assertThat(diagnosis.exitCode()).isZero();
    }

    @Test
    void nothingIsWritten() throws SQLException {
        var before = postgres.ask("select sum(xact_commit) from pg_stat_database where datname = 'portal'");

        diagnosis();

        assertThat(postgres.ask("select count(*) from pg_replication_slots")).isEqualTo("0");
        assertThat(before).isNotEmpty();
        try (var connection = DriverManager.getConnection(settings.get(Setting.DATABASE_URL), "postgres", "");
                var statement = connection.createStatement();
                var found = statement.executeQuery("select to_regnamespace('belfry') is null")) {
            found.next();
            assertThat(found.getBoolean(1)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ROW_SECURITY    | WARNING | create table public.open (id int primary key); grant select on public.open to anon",
                "ANON_WRITES     | WARNING | create table public.open (id int primary key); grant insert on public.open to anon",
                "ANON_WRITES     | HINT    | grant insert on public.notes to anon; create policy \"any body\" on public.notes for insert with check (true)",
                "VIEWS           | HINT    | create view public.\"All notes\" as select * from public.notes; grant select on public.\"All notes\" to anon",
                "REPLICA_IDENTITY| WARNING | create table public.keyless (a int); alter publication supabase_realtime add table public.keyless",
                "REPLICA_IDENTITY| HINT    | create table public.keyless (a int)",
                "OLD_ROWS        | HINT    | alter table public.notes replica identity default",
                "PUBLICATION     | HINT    | create table public.\"Un published\" (id int primary key)",
                "PUBLISHED_OPERATIONS | WARNING | alter publication supabase_realtime set (publish = 'insert')",
                "PUBLISHED_PARTS | HINT    | alter publication supabase_realtime set table public.notes (id, title) where (id > 3)",
                "SCHEMAS         | ERROR   | alter database portal owner to postgres",
                "POLICY_ERRORS   | WARNING | create table public.hidden (id int primary key); create policy more on public.notes for select using (exists (select from public.hidden))",
            })
    void theCureCures(Topic topic, Severity severity, String damage) throws SQLException {
        run(damage);

        cured(topic, severity);
    }

    @Test
    void partitionsAreAnnouncedByTheirOwnNames() throws SQLException {
        run("""
                create table public.log (id int primary key) partition by range (id);
                create table public.log_1 partition of public.log for values from (0) to (10);
                alter publication supabase_realtime add table public.log;
                alter publication supabase_realtime set (publish_via_partition_root = false)
                """);

        assertThat(finding(Topic.PARTITIONS, Severity.WARNING).names()).containsExactly("public.log");
        cured(Topic.PARTITIONS, Severity.WARNING);
    }

    @Test
    void anEmptyPublicationAnnouncesNothing() throws SQLException {
        run("alter publication supabase_realtime drop table public.notes");

        assertThat(finding(Topic.PUBLICATION, Severity.WARNING).text()).contains("has no tables");
        assertThat(diagnosis().exitCode()).isEqualTo(1);
    }

    @Test
    void policiesThatReadTheirOwnTableAreNamed() throws SQLException {
        run("""
                create table public.members (team int, member uuid, primary key (team, member));
                alter table public.members enable row level security;
                create policy same_team on public.members for select to authenticated
                    using (team in (select m.team from public.members m where m.member = auth.uid()));
                grant select on public.members to authenticated
                """);

        var finding = finding(Topic.POLICY_ERRORS, Severity.WARNING);

        assertThat(finding.text()).contains("infinite recursion");
        assertThat(finding.names()).containsExactly("public.members");
    }

    @Test
    void policiesThatPostgresIsAskedAboutAreNamedWithTheirCost() throws SQLException {
        run("""
                create table public.shares (note int, member uuid, primary key (note, member));
                grant select on public.shares to authenticated;
                alter table public.shares enable row level security;
                create policy mine on public.shares using (member = auth.uid());
                create policy shared on public.notes for select using (id in (select note from public.shares))
                """);

        assertThat(finding(Topic.POLICY_COST, Severity.HINT).names()).containsExactly("shared on public.notes");
    }

    @Test
    void namesOfTheDemoThatAreTakenAreToldAndHarmNothing() throws SQLException {
        run("create table public.challenges (id int primary key); create table public.events (id int primary key)");

        assertThat(finding(Topic.NAMES, Severity.HINT).names()).containsExactly("public.challenges", "public.events");
        assertThat(diagnosis().exitCode()).isZero();
    }

    @Test
    void aRoleThatOwnsTablesIsNobodysToken() throws SQLException {
        run("grant create on schema public to authenticated; alter table public.notes owner to authenticated");

        assertThat(finding(Topic.ROLES, Severity.WARNING))
                .extracting(Finding::names, Finding::cures)
                .containsExactly(List.of("public.notes"), List.of("alter table public.notes owner to \"belfry\";"));
    }

    @Test
    void aSlotOfAnotherDatabaseIsNotOurs() throws SQLException {
        postgres.runAlone("select pg_create_logical_replication_slot('belfry_1', 'pgoutput')");
        try {
            assertThat(finding(Topic.SLOTS, Severity.WARNING).cures())
                    .containsExactly("select pg_drop_replication_slot('belfry_1');");
        } finally {
            postgres.runAlone("select pg_drop_replication_slot(slot_name) from pg_replication_slots");
        }
    }

    @Test
    void aRoleThatMayNeitherReplicateNorActAsCallersIsToldBoth() throws SQLException {
        run("""
                drop role if exists weak;
                create role weak login;
                grant create on database portal to weak
                """);
        settings.put(Setting.DATABASE_USER, "weak");
        try {
            assertThat(finding(Topic.ROLES, Severity.ERROR).cures()).contains("grant \"anon\" to \"weak\";");
            assertThat(finding(Topic.REPLICATION, Severity.WARNING).cures())
                    .containsExactly("As a superuser: alter role \"weak\" replication.");
            for (var cure : finding(Topic.ROLES, Severity.ERROR).cures()) {
                run(cure);
            }
            assertThat(diagnosis().exitCode()).isEqualTo(1);

            settings.put(Setting.CHANGES_SOURCE, "wal");
            assertThat(finding(Topic.REPLICATION, Severity.ERROR).text()).contains("may not replicate");

            settings.put(Setting.CHANGES_SOURCE, "listener");
            assertThat(diagnosis().exitCode()).isZero();
        } finally {
            settings.put(Setting.DATABASE_USER, "belfry");
            run("revoke all on database portal from weak; drop role weak");
        }
    }

    @Test
    void aMemberOfRdsReplicationMayReplicate() throws SQLException {
        run("""
                create role rds_replication;
                create role managed login;
                grant rds_replication, anon, authenticated, service_role to managed;
                grant create on database portal to managed
                """);
        settings.put(Setting.DATABASE_USER, "managed");
        try {
            assertThat(diagnosis().of(Severity.OK)).extracting(Finding::topic).contains(Topic.REPLICATION);
        } finally {
            run("revoke all on database portal from managed; drop role managed; drop role rds_replication");
        }
    }

    @Test
    void aWindowLargerThanWhatIsKeptIsTold() {
        settings.put(Setting.RESUME_WAL_BYTES, String.valueOf(2L << 30));

        assertThat(finding(Topic.WAL_KEPT, Severity.WARNING).cures())
                .first()
                .isEqualTo("alter system set max_slot_wal_keep_size = '8192MB'; select pg_reload_conf();");
    }

    @Test
    void aPoolerThatPassesNoReplicationKeepsBelfryFromRunning() throws IOException {
        var port = URI.create(postgres.url().substring("jdbc:".length())).getPort();
        try (var pooler = new FakePooler(port)) {
            settings.put(Setting.DATABASE_URL, pooler.url().replace("/postgres", "/portal"));

            assertThat(finding(Topic.POOLER, Severity.ERROR).text())
                    .isEqualTo("A connection for replication is refused: unsupported startup parameter: replication");

            settings.put(Setting.CHANGES_SOURCE, "listener");
            assertThat(finding(Topic.POOLER, Severity.WARNING).text()).startsWith("A pooler is in the way");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdbc:postgresql://127.0.0.1:1/portal           | belfry | The database cannot be reached",
                "jdbc:postgresql://nowhere.invalid:5432/portal  | belfry | The database cannot be reached: its host is unknown",
                "HERE/no_such_database                          | belfry | There is no such database",
                "HERE/portal                                    | nobody | The server does not let nobody in",
            })
    void whatCannotBeReachedIsOneLine(String url, String user, String said) {
        settings.put(
                Setting.DATABASE_URL,
                url.replace(
                        "HERE/", postgres.url().replace("postgres\u0000", "").replaceFirst("/[^/]*$", "/")));
        settings.put(Setting.DATABASE_USER, user);

        var diagnosis = diagnosis();

        assertThat(diagnosis.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.topic()).isEqualTo(Topic.CONNECTION);
            assertThat(finding.text()).startsWith(said).doesNotContain("\n");
        });
        assertThat(diagnosis.exitCode()).isEqualTo(2);
    }
}
