package dev.belfry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A database that has its own life: the demo's names with other columns, another stack's schemas, another Flyway's history. */
class ForeignDatabaseIT {

    private static final String OF_OTHERS = """
            do $$ begin
                if not exists (select from pg_roles where rolname = 'stack_admin') then
                    create role stack_admin;
                end if;
            end $$;
            drop schema if exists belfry, auth, realtime, extensions cascade;
            drop publication if exists supabase_realtime;
            drop table if exists public.challenges, public.events, public.flyway_schema_history;

            create schema auth authorization stack_admin;
            create schema realtime authorization stack_admin;
            create schema extensions authorization stack_admin;
            create function auth.uid() returns uuid language sql stable as
                $f$ select (current_setting('request.jwt.claims', true)::jsonb ->> 'sub')::uuid $f$;
            create function auth.role() returns text language sql stable as 'select current_role::text';
            create function auth.email() returns text language sql stable as 'select null::text';
            create function auth.jwt() returns jsonb language sql stable as
                $f$ select current_setting('request.jwt.claims', true)::jsonb $f$;
            grant usage on schema auth, realtime to public;

            create table public.flyway_schema_history (installed_rank int primary key, note text);
            create table public.challenges (number bigint generated always as identity primary key, question text);
            create table public.events ("when" date);
            grant select on public.challenges to public;
            create publication supabase_realtime for table public.challenges
            """;

    @Test
    @Timeout(240)
    void isServedAsItIsAndTheDemoIsLeftOut() throws Exception {
        try (var server = RunningServer.start("foreign", java.util.Map.of(), OF_OTHERS)) {
            assertThat(server.get("/config.json")).contains("\"demo\":false", "\"version\":\"0.");
            assertThat(server.hasLogged("DemoLeftOut: the tables and accounts of the demo are left out:"
                            + " this database has its own public.challenges, public.events."))
                    .isTrue();

            var uri = server.url().replace("http", "ws") + "/realtime/v1/websocket?vsn=2.0.0&apikey="
                    + server.signer().apiKey("anon");
            try (var client = WireClient.open(URI.create(uri))) {
                client.send("""
                        ["1","1","realtime:theirs","phx_join",{"config":{"postgres_changes":[
                        {"event":"INSERT","schema":"public","table":"challenges","filter":"question=eq.Why?"}]}}]""");
                assertThat(client.next()).contains("phx_reply", "\"status\":\"ok\"");
                assertThat(client.next()).contains("Subscribed to PostgreSQL");

                write(server, "insert into public.challenges (question) values ('Why not?'), ('Why?')");

                assertThat(client.next()).contains("\"record\":{\"number\":2,\"question\":\"Why?\"}");
            }
        }
    }

    private static void write(RunningServer server, String sql) throws java.sql.SQLException {
        try (var connection = server.connectToDatabase();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
