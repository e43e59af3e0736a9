package dev.belfry.domain.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.change.Column;
import dev.belfry.domain.change.Table;
import dev.belfry.domain.replication.Feasibility.Impossible;
import dev.belfry.domain.replication.Feasibility.Possible;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The publication, and whether there can be one. */
class PublicationTest {

    private static final Table NOTES = new Table("public", "notes", List.of(new Column("id", "int4", true)));
    private static final Table KEYLESS = new Table("public", "keyless", List.of(new Column("v", "int4", false)));

    private static TestPostgres postgres;

    private final Publication publication = new Publication("announced");

    @BeforeAll
    static void start() throws Exception {
        postgres = TestPostgres.start(Map.of("max_replication_slots", "2", "max_wal_senders", "2"));
        postgres.run("create role plain login; create role copier login replication;"
                + "grant select on all tables in schema belfry to plain, copier");
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    @BeforeEach
    void twoTables() throws SQLException {
        postgres.run("create table notes (id int primary key, v text, twice int generated always as (id * 2) stored);"
                + "create table keyless (v int)");
    }

    @AfterEach
    void empty() throws SQLException {
        postgres.run(
                "drop publication if exists announced; drop table notes, keyless; delete from belfry.published_tables");
        postgres.ask("select pg_drop_replication_slot(slot_name) from pg_replication_slots");
    }

    @Test
    void isMadeWithTheTablesThatHaveAKey() throws Exception {
        prepare(NOTES, KEYLESS);

        assertThat(tables())
                .containsExactly(new Table(
                        "public",
                        "notes",
                        List.of(
                                new Column("id", "int4", true),
                                new Column("v", "text", false),
                                new Column("twice", "int4", false))));
        assertThat(postgres.ask("select pubviaroot from pg_publication where pubname = 'announced'"))
                .isEqualTo("t");
    }

    @Test
    void aTableThatWasTakenOutStaysOut() throws Exception {
        prepare(NOTES);
        postgres.run("alter publication announced drop table notes");

        prepare(NOTES);

        assertThat(tables()).isEmpty();
    }

    @Test
    void aNewTableIsAddedToItsOwnPublication() throws Exception {
        prepare();

        prepare(NOTES);

        assertThat(tables()).hasSize(1);
    }

    @Test
    void aNewPublicationHasThemAllAgain() throws Exception {
        prepare(NOTES);
        postgres.run("drop publication announced");

        prepare(NOTES);

        assertThat(tables()).hasSize(1);
    }

    @Test
    void aTableThatIsInAlreadyIsNoProblem() throws Exception {
        prepare();
        postgres.run("alter publication announced add table notes");

        prepare(NOTES);

        assertThat(postgres.ask("select name from belfry.published_tables")).isEqualTo("public.notes");
    }

    @Test
    void somebodyElsesIsLeftAsItIs() throws Exception {
        postgres.run("create publication announced for table keyless");

        prepare(NOTES);

        assertThat(tables()).extracting(Table::name).containsExactly("keyless");
    }

    @Test
    void storedGeneratedColumnsAreAskedForOnce() throws Exception {
        postgres.run("create publication announced for table notes with (publish_via_partition_root = true);"
                + "comment on publication announced is 'Made by Belfry, which adds its own tables'");

        prepare();
        assertThat(generated()).isEqualTo("s");
        postgres.run("alter publication announced set (publish_generated_columns = none)");

        prepare();
        assertThat(generated()).isEqualTo("n");
    }

    @Test
    void storedGeneratedColumnsThatSomebodyElsesWithholdsAreNamedWithTheCure() throws Exception {
        postgres.run("create publication announced for table notes");

        prepare(NOTES);

        assertThat(generated()).isEqualTo("n");
        assertThat(withheld())
                .singleElement()
                .asString()
                .contains(
                        "public.notes (twice)",
                        "alter publication \"announced\" set (publish_generated_columns = stored)");
        postgres.run("alter publication announced set (publish_generated_columns = stored)");
        assertThat(withheld()).isEmpty();
        postgres.run("drop publication announced; create publication announced for table notes (id)");
        assertThat(withheld()).isEmpty();
    }

    private static String generated() throws SQLException {
        return postgres.ask("select pubgencols from pg_publication where pubname = 'announced'");
    }

    private List<String> withheld() throws SQLException {
        try (var connection = postgres.connect()) {
            return publication.withheld(connection);
        }
    }

    @Test
    void onlyTheColumnsOfItsListAreAnnounced() throws Exception {
        postgres.run("create publication announced for table notes (id)");

        assertThat(tables()).containsExactly(NOTES);
    }

    @Test
    void tablesThatCannotBeUpdatedAreNamedWithTheCure() throws Exception {
        postgres.run("create publication announced for table notes, keyless");

        assertThat(problems()).singleElement().asString().contains("keyless", "replica identity full", "announced");
        postgres.run("alter table keyless replica identity full");
        assertThat(problems()).isEmpty();
        postgres.run("alter table notes replica identity nothing");
        assertThat(problems()).singleElement().asString().startsWith("public.notes");
    }

    @Test
    void partitionsThatCannotBeUpdatedAreNamed() throws Exception {
        postgres.run(
                "create table parts (v int) partition by list (v); create table part_1 partition of parts for values in (1);"
                        + "create publication announced for table parts with (publish_via_partition_root = true)");

        try {
            assertThat(problems()).singleElement().asString().startsWith("public.part_1");
        } finally {
            postgres.run("drop table parts");
        }
    }

    @Test
    void aMissingOneIsAProblem() throws Exception {
        assertThat(problems()).singleElement().asString().contains("announced is missing");
    }

    @Test
    void aTableThatIsAddedLaterIsHeardAndListed() throws Exception {
        var heard = new Heard();
        try (var stream =
                new WalStream(postgres.settings("belfry_pub"), () -> List.of(NOTES), heard::change, heard::gap)) {
            stream.start(Thread::new);
            assertThat(stream.awaitCaughtUp(Duration.ofSeconds(60))).isTrue();
            assertThat(stream.tables().now()).extracting(Table::name).containsExactly("notes");

            postgres.run("insert into keyless values (1); insert into notes values (1)");
            heard.changes(1);
            postgres.run("alter publication announced add table keyless");
            assertThat(stream.tables().reread()).hasSize(2);
            assertThat(stream.tables().now()).hasSize(2);
            postgres.run("insert into keyless values (2)");

            assertThat(heard.changes(2).getLast().table()).hasToString("public.keyless");
            postgres.run("alter publication announced drop table keyless");
            Heard.until(
                    "dropped from the list, unasked",
                    () -> stream.tables().now().size() == 1);
        }
        Heard.until("closed", () -> {
            try {
                return postgres.ask("select active from pg_replication_slots").equals("f");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void aTableIsKnownToWhoeverAsksAfterItWasAdded() throws Exception {
        prepare(NOTES);
        var tables = new PublishedTables(publication, postgres.settings("belfry_pub")::connect);
        assertThat(tables.reread()).hasSize(1);

        postgres.run("alter publication announced add table keyless");

        assertThat(tables.reread()).extracting(Table::name).containsExactlyInAnyOrder("notes", "keyless");
        assertThat(tables.now()).hasSize(2);
    }

    @Test
    void aSuperuserCanRead() throws Exception {
        assertThat(feasibility("postgres")).isEqualTo(new Possible());
    }

    @Test
    void aRoleWithoutReplicationCannot() throws Exception {
        assertThat(feasibility("plain")).isInstanceOfSatisfying(Impossible.class, impossible -> {
            assertThat(impossible.reason()).contains("plain", "may not replicate");
            assertThat(impossible.cure()).contains("alter role \"plain\" replication");
        });
    }

    @Test
    void aRoleThatCannotMakeThePublicationCannotUnlessItIsThere() throws Exception {
        assertThat(feasibility("copier")).isInstanceOfSatisfying(Impossible.class, impossible -> {
            assertThat(impossible.reason()).contains("publication announced is missing", "copier");
            assertThat(impossible.cure()).contains("grant create on database", "create publication \"announced\"");
        });
        postgres.run("create publication announced");
        assertThat(feasibility("copier")).isEqualTo(new Possible());
    }

    @Test
    void aSlotMustBeFreeUnlessItIsOurs() throws Exception {
        postgres.ask("select pg_create_logical_replication_slot(s, 'pgoutput') from unnest(array['one', 'two']) s");

        assertThat(feasibility("postgres")).isInstanceOfSatisfying(Impossible.class, impossible -> {
            assertThat(impossible.reason()).contains("All 2 replication slots");
            assertThat(impossible.cure()).contains("max_replication_slots");
        });
        try (var connection = postgres.connect()) {
            assertThat(Feasibility.of(connection, postgres.settings("two"))).isEqualTo(new Possible());
        }
    }

    private static Feasibility feasibility(String role) throws SQLException {
        try (var connection = DriverManager.getConnection(postgres.url(), role, "")) {
            return Feasibility.of(connection, postgres.settings("belfry_pub"));
        }
    }

    private void prepare(Table... own) throws SQLException {
        try (var connection = postgres.connect()) {
            publication.prepare(connection, List.of(own));
        }
    }

    private List<Table> tables() throws SQLException {
        try (var connection = postgres.connect()) {
            return publication.tables(connection);
        }
    }

    private List<String> problems() throws SQLException {
        try (var connection = postgres.connect()) {
            return publication.problems(connection);
        }
    }
}
