package dev.belfry.domain.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.domain.schema.Databases.Database;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DemoTest {

    private static final String ALL = "campaigns challenges content_items event_participants events";

    private static Databases databases;
    private Database database;

    @BeforeAll
    static void start() throws Exception {
        databases = Databases.start();
        databases.run("create role anon nologin; create role authenticated nologin; create role service_role nologin");
    }

    @AfterAll
    static void stop() throws Exception {
        databases.close();
    }

    @BeforeEach
    void freshDatabase() throws SQLException {
        database = databases.next();
    }

    @Test
    void isLaidWhereItIsWantedAndStaysAfterThat() throws SQLException {
        OwnMigrations.run(database.asSuperuser());

        assertThat(lay(true)).isTrue();
        assertThat(database.tables()).isEqualTo(ALL);
        assertThat(lay(true)).isTrue();
        assertThat(lay(false)).as("once laid it is kept up to date").isTrue();
    }

    @Test
    void leavesADatabaseAloneInWhichItIsNotWanted() throws SQLException {
        OwnMigrations.run(database.asSuperuser());

        assertThat(lay(false)).isFalse();
        assertThat(database.tables()).isEqualTo("null");
        assertThat(database.ask("select string_agg(nspname, ' ' order by nspname) from pg_namespace"
                        + " where nspname !~ '^pg_' and nspname <> 'information_schema'"))
                .isEqualTo("auth belfry public realtime");
    }

    @Test
    void isLeftOutWhereOneOfItsNamesIsTaken() throws SQLException {
        database.run("create view public.campaigns as select 1 as number; create table public.ideas (id int)");
        OwnMigrations.run(database.asSuperuser());

        assertThat(lay(true)).isFalse();
        assertThat(database.tables()).as("none of the other four").isEqualTo("ideas");
    }

    @Test
    void anInstallationThatHasItAmongBelfrysOwnMigrationsKeepsIt() throws SQLException {
        OwnMigrations.run(database.asSuperuser());
        database.run(script("1-portal-tables.sql"));
        database.run("""
                insert into public.challenges (id, title, created_at, updated_at, version)
                values ('00000000-0000-0000-0000-000000000001', 'Of old', now(), now(), 7);
                delete from belfry.flyway_schema_history where version = '10';
                drop table belfry.demo;
                insert into belfry.flyway_schema_history values
                    (902, '2', 'portal tables', 'SQL', 'V2__portal_tables.sql', 12345, 'postgres', now(), 1, true),
                    (905, '5', 'whole old rows', 'SQL', 'V5__whole_old_rows.sql', 12346, 'postgres', now(), 1, true)
                """);

        OwnMigrations.run(database.asSuperuser());

        assertThat(lay(false)).isTrue();
        database.run("insert into public.challenges (title) values ('By hand')");
        database.run("update public.challenges set title = 'Of old, still' where title = 'Of old'");
        assertThat(database.ask(
                        "select string_agg(title || ' ' || version, ', ' order by title) from public.challenges"))
                .isEqualTo("By hand 0, Of old, still 8");
        assertThat(database.ask("select relreplident from pg_class where oid = 'public.events'::regclass"))
                .isEqualTo("f");
    }

    @Test
    void isLaidAsAWholeOrNotAtAll() throws SQLException {
        OwnMigrations.run(database.asSuperuser());
        database.run("drop function belfry.touch_row()"); // the second step needs it

        assertThat(lay(true)).isFalse();
        assertThat(database.tables()).isEqualTo("null");
        assertThat(database.ask("select count(*) from belfry.demo")).isEqualTo("0");
    }

    @Test
    void isLeftOutByARoleThatMayNotCreateInPublic() throws SQLException {
        databases.run("create role poor login; grant anon, authenticated, service_role to poor");
        database.run("grant create on database " + database.name() + " to poor");
        OwnMigrations.run(database.as("poor"));

        assertThat(Demo.lay(database.as("poor"), true)).isFalse();

        database.run("grant usage, create on schema public to poor");
        assertThat(Demo.lay(database.as("poor"), true)).isTrue();
    }

    @Test
    void isLeftOutWhenItsTablesAreGone() throws SQLException {
        OwnMigrations.run(database.asSuperuser());
        assertThat(lay(true)).isTrue();

        database.run("drop table public.event_participants");

        assertThat(lay(true)).isFalse();
    }

    @Test
    void twoServersThatStartAtOnceLayItOnce() throws Exception {
        OwnMigrations.run(database.asSuperuser());
        try (var threads = Executors.newFixedThreadPool(4)) {
            Callable<Boolean> start = () -> lay(true);
            assertThat(threads.invokeAll(List.of(start, start, start, start)))
                    .extracting(Future::get)
                    .containsOnly(true);
        }
    }

    @Test
    void aDatabaseThatIsAwayIsNoReasonToLeaveItOut() throws SQLException {
        OwnMigrations.run(database.asSuperuser());
        databases.run("alter database " + database.name() + " allow_connections false");

        assertThatThrownBy(() -> lay(true)).isInstanceOf(SQLException.class);
    }

    private boolean lay(boolean isWanted) throws SQLException {
        return Demo.lay(database.asSuperuser(), isWanted);
    }

    private static String script(String name) {
        try (var stream = DemoTest.class.getResourceAsStream("/belfry/demo/" + name)) {
            return new String(
                    java.util.Objects.requireNonNull(stream).readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
