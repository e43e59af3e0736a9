package dev.belfry.domain.messages;

import static dev.belfry.domain.messages.LaidSchema.asker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.domain.messages.MessagesFailed.Reason;
import dev.belfry.domain.messages.StoredMessage.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The schema is laid beside what a Supabase database brings: everything stays as it was, and works. */
class BesideSupabaseTest {

    /** Owned by others than the role that Belfry connects as; an older table, without what came later. */
    private static final String SUPABASE = """
            create role anon nologin noinherit; create role authenticated nologin noinherit;
            create role service_role nologin noinherit bypassrls; create role authenticator noinherit;
            create role auth_owner; create role realtime_owner; create role app login bypassrls;
            grant anon, authenticated, service_role to app;
            grant create on database postgres to app; grant create on schema public to app;

            create schema auth authorization auth_owner;
            create function auth.uid() returns uuid language sql stable as $$
              select coalesce(
                nullif(current_setting('request.jwt.claim.sub', true), ''),
                (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')
              )::uuid
            $$;
            create function auth.role() returns text language sql stable as $$ select 'theirs' $$;
            create function auth.jwt() returns jsonb language sql stable as $$
              select coalesce(nullif(current_setting('request.jwt.claim', true), ''),
                nullif(current_setting('request.jwt.claims', true), ''))::jsonb
            $$;
            create function auth.email() returns text language sql stable as $$ select 'theirs' $$;
            alter function auth.uid() owner to auth_owner; alter function auth.role() owner to auth_owner;
            alter function auth.jwt() owner to auth_owner; alter function auth.email() owner to auth_owner;
            grant usage on schema auth to anon, authenticated, service_role, app;

            create schema realtime authorization realtime_owner;
            grant usage on schema realtime to anon, authenticated, service_role, app;
            create table realtime.messages (
                topic text not null, extension text not null, payload jsonb, event text, private boolean default false,
                updated_at timestamp not null default now(), inserted_at timestamp not null default now(),
                id uuid not null default gen_random_uuid(), primary key (id, inserted_at)
            ) partition by range (inserted_at);
            create table realtime.messages_all partition of realtime.messages default;
            alter table realtime.messages enable row level security;
            alter table realtime.messages owner to realtime_owner;
            grant select, insert, update on realtime.messages to anon, authenticated, service_role, app;
            create function realtime.topic() returns text language sql stable as $$
              select nullif(current_setting('realtime.topic', true), '')::text
            $$;
            create function realtime.send(payload jsonb, event text, topic text, private boolean default true) returns void
            language sql as $$
              insert into realtime.messages (payload, event, topic, private, extension) values ($1, $2, $3, $4, 'broadcast')
            $$;
            alter function realtime.topic() owner to realtime_owner;
            create policy "members read" on realtime.messages for select to authenticated
                using (extension = 'broadcast' and realtime.topic() = 'room' and auth.uid() is not null);
            """;

    /** Whatever is theirs, as the catalog has it. */
    private static final String THEIRS = """
            select string_agg(what, chr(1) order by what) from (
                select 'function ' || oid::regprocedure || ' ' || pg_get_functiondef(oid) || proowner::regrole || coalesce(proacl::text, '')
                from pg_proc where pronamespace in ('auth'::regnamespace, 'realtime'::regnamespace)
                union all
                select 'table ' || oid::regclass || relowner::regrole || coalesce(relacl::text, '') || relrowsecurity
                    || (select string_agg(attname || atttypid::regtype, ',' order by attnum) from pg_attribute where attrelid = c.oid)
                from pg_class c where relnamespace in ('auth'::regnamespace, 'realtime'::regnamespace)
                union all
                select 'policy ' || p::text from pg_policies p where schemaname = 'realtime'
                union all
                select 'role ' || r.rolname || r.rolbypassrls || r.rolcanlogin from pg_roles r
                union all
                select 'schema ' || nspname || nspowner::regrole || coalesce(nspacl::text, '') from pg_namespace
                where nspname in ('auth', 'realtime')
            ) all_of_it (what)
            """;

    private static LaidSchema schema;
    private static String before;

    @BeforeAll
    static void lay() throws Exception {
        schema = LaidSchema.beside(SUPABASE + "create table public.theirs as " + THEIRS, "app");
        before = schema.ask("select * from public.theirs");
    }

    @AfterAll
    static void end() throws Exception {
        schema.close();
    }

    @Test
    void everythingStaysAsItWas() throws Exception {
        assertThat(schema.ask(THEIRS)).isEqualTo(before);
    }

    @Test
    void whatIsMissingIsAddedBesideIt() throws Exception {
        try (var owned = LaidSchema.beside(SUPABASE + "create table public.theirs as " + THEIRS, "postgres")) {
            var after = List.of(owned.ask(THEIRS).split("\u0001", -1));

            assertThat(after)
                    .containsAll(
                            List.of(owned.ask("select * from public.theirs").split("\u0001", -1)));
            assertThat(after).anySatisfy(item -> assertThat(item).startsWith("function realtime.broadcast_changes("));
            owned.run("select realtime.broadcast_changes('room', 'e', 'INSERT', 't', 'public', row(1), null)");
            assertThat(owned.messages.since("room", Instant.now().minusSeconds(60), 25))
                    .hasSize(1);
        }
    }

    @Test
    void theirPoliciesDecide() throws Exception {
        var user = asker("authenticated", Map.of("sub", "00000000-0000-0000-0000-00000000000a"));

        assertThat(schema.policies.granted(user, "room", EnumSet.allOf(Right.class)))
                .containsExactly(Right.BROADCAST_READ);
        assertThat(schema.policies.granted(user, "other", Set.of(Right.BROADCAST_READ)))
                .isEmpty();
        assertThat(schema.policies.granted(asker("service_role", Map.of()), "room", EnumSet.allOf(Right.class)))
                .isEqualTo(EnumSet.allOf(Right.class));
    }

    @Test
    void theirMessagesAreFound() throws Exception {
        schema.run("select realtime.send('{\"n\":1}', 'e', 'room')");

        assertThat(schema.messages.since("room", Instant.now().minusSeconds(60), 25))
                .extracting(StoredMessage::payload)
                .containsExactly(new Payload.Json("{\"n\": 1}"));
    }

    @Test
    void whatTheirTableCannotKeepIsRefused() {
        var message = new StoredMessage(UUID.randomUUID().toString(), "room", true, "e", new Payload.Json("{}"));

        assertThatThrownBy(() -> schema.messages.store(message, Duration.ofHours(1)))
                .isInstanceOfSatisfying(
                        MessagesFailed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(Reason.NOT_STORABLE));
    }

    /** No place for every row, as Supabase has it; the owner makes partitions there. */
    private static final String BY_DAYS =
            SUPABASE.replace("create table realtime.messages_all partition of realtime.messages default;", "");

    @Test
    void whoMayNotMakePartitionsSaysWhichGrantIsMissingAndMakesThemOnceItIsThere() throws Exception {
        try (var theirs = LaidSchema.beside(BY_DAYS, "app")) {
            var today = java.time.LocalDate.now(java.time.ZoneOffset.UTC);
            assertThat(theirs.partitions.problem())
                    .contains("realtime_owner", "role app", today + " and " + today.plusDays(1), "MissingPartition")
                    .endsWith("As a superuser: grant \"realtime_owner\" to \"app\";");
            assertThatThrownBy(() -> theirs.policies.granted(
                            asker("authenticated", Map.of()), "room", Set.of(Right.BROADCAST_READ)))
                    .isInstanceOfSatisfying(
                            MessagesFailed.class,
                            failed -> assertThat(failed.reason()).isEqualTo(Reason.MISSING_PARTITION));

            theirs.run("grant \"realtime_owner\" to \"app\"");
            theirs.partitions.keep();

            assertThat(theirs.partitions.problem()).isNull();
            assertThat(theirs.ask(PARTITIONS)).isEqualTo("4 realtime_owner");
            theirs.run("select realtime.send('{\"n\":1}', 'e', 'room')");
            assertThat(theirs.messages.since("room", Instant.now().minusSeconds(60), 25))
                    .hasSize(1);
        }
    }

    @Test
    void aSuperuserMakesThemForTheOwnerAndPutsItsRoleBack() throws Exception {
        try (var theirs = LaidSchema.beside(BY_DAYS, "postgres")) {
            assertThat(theirs.partitions.problem()).isNull();
            assertThat(theirs.ask(PARTITIONS)).isEqualTo("4 realtime_owner");
        }
    }

    @Test
    void aMemberThatInheritsNothingTakesTheRoleOn() throws Exception {
        try (var theirs =
                LaidSchema.beside(BY_DAYS + "grant realtime_owner to app with inherit false, set true;", "app")) {
            assertThat(theirs.partitions.problem()).isNull();
            assertThat(theirs.ask(PARTITIONS)).isEqualTo("4 realtime_owner");
        }
    }

    @Test
    void anOwnerThatMayCreateNothingThereIsNamedToo() throws Exception {
        var elsewhere =
                "alter schema realtime owner to auth_owner; grant usage on schema realtime to realtime_owner, app;";
        try (var theirs = LaidSchema.beside(BY_DAYS + elsewhere, "app")) {
            assertThat(theirs.partitions.problem())
                    .endsWith("As a superuser: grant \"realtime_owner\" to \"app\";"
                            + " grant create on schema realtime to \"realtime_owner\";");

            theirs.run("grant realtime_owner to app; grant create on schema realtime to realtime_owner");
            theirs.partitions.keep();

            assertThat(theirs.partitions.problem()).isNull();
        }
    }

    @Test
    void partitionsThatSomebodyElseMakesAreEnough() throws Exception {
        var years =
                "create table realtime.long partition of realtime.messages for values from (minvalue) to ('2090-01-01');";
        try (var theirs = LaidSchema.beside(BY_DAYS + years, "app")) {
            assertThat(theirs.partitions.problem()).isNull();
            theirs.run("grant realtime_owner to app");
            theirs.partitions.keep();

            assertThat(theirs.partitions.problem()).isNull();
            assertThat(theirs.ask(PARTITIONS)).startsWith("1 ");
        }
    }

    private static final String PARTITIONS = """
            select count(*) || ' ' || min(pg_get_userbyid(relowner)) from pg_inherits join pg_class c on c.oid = inhrelid
            where inhparent = 'realtime.messages'::regclass
            """;
}
