package dev.belfry.domain.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.domain.schema.Databases.Database;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each test has a cluster of its own, since roles are the cluster's. */
class OwnMigrationsTest {

    private Databases databases;
    private Database database;

    @BeforeEach
    void start() throws Exception {
        databases = Databases.start();
        database = databases.next();
    }

    @AfterEach
    void stop() throws Exception {
        databases.close();
    }

    @Test
    void doNotMeetThoseOfAnApplication() throws SQLException {
        var application = Flyway.configure()
                .dataSource(database.asSuperuser())
                .defaultSchema("public")
                .load();

        application.migrate();
        OwnMigrations.run(database.asSuperuser());
        application.validate();
        OwnMigrations.run(database.asSuperuser());

        assertThat(database.tables()).isEqualTo("flyway_schema_history ideas");
        assertThat(database.ask("select string_agg(script, ' ') from public.flyway_schema_history"))
                .isEqualTo("V1__ideas_of_an_application.sql");
        assertThat(database.ask("select count(*) from belfry.flyway_schema_history where script like '%ideas%'"))
                .isEqualTo("0");
    }

    @Test
    void needARoleThatMayCreateRolesAndSchemasAndNoMore() throws SQLException {
        databases.run(
                "create role server login createrole; grant create on database " + database.name() + " to server");

        OwnMigrations.run(database.as("server"));

        assertThat(database.ask("select pg_has_role('server', 'service_role', 'set')"))
                .isEqualTo("t");
    }

    @Test
    void needNoMoreThanSchemasWhereTheRolesAreThere() throws SQLException {
        databases.run("""
                create role server login;
                create role anon nologin noinherit; create role authenticated nologin noinherit; create role service_role nologin noinherit;
                grant anon, authenticated, service_role to server;
                grant create on database %s to server
                """.formatted(database.name()));

        OwnMigrations.run(database.as("server"));

        assertThat(database.ask("select nspowner::regrole from pg_namespace where nspname = 'belfry'"))
                .isEqualTo("server");
    }

    @Test
    void sayWhatIsMissingAndTheirStatementsCureIt() throws SQLException {
        databases.run("create role \"the server\" login; create role anon nologin noinherit");
        database.run("create schema auth");

        assertThatThrownBy(() -> OwnMigrations.run(database.as("the server")))
                .isInstanceOf(NotAllowed.class)
                .hasMessageContainingAll(
                        "\"the server\" may not create schemas in " + database.name(),
                        "\"the server\" may not act as anon: grant anon to \"the server\";",
                        "the role service_role is missing, and \"the server\" may not create it: "
                                + "create role service_role nologin noinherit; grant service_role to \"the server\";",
                        "may not use the schema auth",
                        "which lacks auth.uid(), auth.jwt(), auth.role(), auth.email()");
        try (var connection = database.as("the server").getConnection()) {
            for (var cure : FirstStart.cures(connection)) {
                database.run(cure.substring(cure.indexOf(": ") + 2));
            }
        }

        OwnMigrations.run(database.as("the server"));
        assertThat(database.ask("select auth.role() is null")).isEqualTo("t");
    }

    @Test
    void standBesideASchemaOfAnotherStack() throws SQLException {
        databases.run("""
                create role supabase_admin superuser; create role server login;
                create role anon nologin noinherit; create role authenticated nologin noinherit; create role service_role nologin noinherit bypassrls;
                grant anon, authenticated, service_role to server;
                grant create on database %s to server
                """.formatted(database.name()));
        database.run("""
                set role supabase_admin;
                create schema auth; create schema realtime; create schema extensions;
                create function auth.uid() returns uuid language sql stable as 'select null::uuid';
                create function auth.role() returns text language sql stable as 'select null::text';
                create function auth.email() returns text language sql stable as 'select null::text';
                create function auth.jwt() returns jsonb language sql stable as 'select null::jsonb';
                create table auth.users (id uuid primary key);
                create table realtime.messages (
                    id uuid not null, topic text not null, extension text not null, payload jsonb, event text, private boolean,
                    updated_at timestamp not null, inserted_at timestamp not null, primary key (id, inserted_at)
                ) partition by range (inserted_at);
                grant usage on schema auth, realtime to server, anon, authenticated, service_role
                """);
        var before = shape();

        OwnMigrations.run(database.as("server"));

        assertThat(shape()).isEqualTo(before);
    }

    /** All that is in the other stack's schemas, and whose it is. */
    private String shape() throws SQLException {
        return database.ask("""
                select string_agg(what, e'\\n' order by what) from (
                    select oid::regclass || ' ' || relowner::regrole || ' ' || coalesce(relacl::text, '') as what from pg_class
                    where relnamespace::regnamespace::text in ('auth', 'realtime', 'extensions')
                    union all
                    select oid::regprocedure || ' ' || proowner::regrole || ' ' || prosrc from pg_proc
                    where pronamespace::regnamespace::text in ('auth', 'realtime', 'extensions')
                    union all
                    select nspname || ' ' || nspacl::text from pg_namespace where nspname in ('auth', 'realtime', 'extensions')
                ) all_of_it
                """);
    }
}
