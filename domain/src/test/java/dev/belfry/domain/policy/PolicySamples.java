package dev.belfry.domain.policy;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.change.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Rows, policies and callers, made at random but alike enough to meet. */
final class PolicySamples {

    static final String SCHEMA = """
            create role anon nologin; create role authenticated nologin; create role editor nologin;
            grant authenticated to editor;
            create schema auth; grant usage on schema auth, public to anon, authenticated, editor;
            create function auth.jwt() returns jsonb language sql stable as $$
                select nullif(current_setting('request.jwt.claims', true), '')::jsonb $$;
            create function auth.uid() returns uuid language sql stable as $$
                select coalesce(nullif(current_setting('request.jwt.claim.sub', true), ''),
                    (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'))::uuid $$;
            create function auth.role() returns text language sql stable as $$
                select nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role' $$;
            create function public.organisation() returns uuid language sql stable as $$
                select (auth.jwt() -> 'app_metadata' ->> 'org')::uuid $$;
            create table public.members (id uuid); grant select on public.members to public;
            create type public.mood as enum ('sad', 'glad', 'mad');
            create table public.things (
                id integer primary key, owner uuid, org uuid, status text, "Odd Name" varchar(20), mood public.mood,
                rank smallint, points bigint, price numeric(8,2), open boolean, at timestamptz, tags text[], extra jsonb);
            alter table public.things enable row level security;
            grant select on public.things to anon, authenticated, editor;
            """;

    private static final List<String> USERS = IntStream.range(0, 4)
            .mapToObj(n ->
                    "0000000%d-0000-4000-8000-00000000000%dab".formatted(n, n).substring(0, 36))
            .toList();
    private static final List<String> STATUSES = List.of("draft", "open", "closed", "it''s", "");
    private static final List<String> MOODS = List.of("sad", "glad", "mad");

    private final Random random;

    PolicySamples(Random random) {
        this.random = random;
    }

    String insert(int id) {
        return "insert into public.things values (%d, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
                .formatted(
                        id,
                        orNull(quoted(any(USERS))),
                        orNull(quoted(any(USERS))),
                        orNull(quoted(any(STATUSES))),
                        orNull(quoted(any(STATUSES))),
                        orNull(quoted(any(MOODS))),
                        orNull(number(5)),
                        orNull(number(5)),
                        orNull(any(List.of("1", "1.50", "2.00", "-3.1"))),
                        orNull(any(List.of("true", "false"))),
                        orNull("now()"),
                        orNull("'{a,b}'"),
                        orNull(any(List.of(
                                "'{\"org\": \"" + any(USERS) + "\", \"n\": 1}'", "'[\"x\"]'", "'null'", "'\"x\"'"))));
    }

    /** Several, permissive and restrictive, for some roles. */
    List<String> policies() {
        return IntStream.range(0, 1 + random.nextInt(3))
                .mapToObj(n -> "create policy p%d on public.things as %s for %s to %s using (%s)"
                        .formatted(
                                n,
                                n == 0 || chance(2) ? "permissive" : "restrictive",
                                any(List.of("select", "all", "select", "all", "update")),
                                any(List.of("public", "authenticated", "anon, authenticated", "authenticated")),
                                condition(3)))
                .toList();
    }

    List<Claims> callers() {
        var callers = new ArrayList<Claims>();
        callers.add(caller("{\"role\": \"anon\"}", "anon", null));
        for (var role : List.of("authenticated", "editor")) {
            var user = any(USERS);
            callers.add(caller(
                    "{\"role\": \"%s\", \"sub\": \"%s\", \"level\": %s, \"groups\": %s, \"app_metadata\": {\"org\": \"%s\", \"admin\": %s}}"
                            .formatted(
                                    role,
                                    chance(2) ? user : user.toUpperCase(java.util.Locale.ROOT),
                                    any(List.of("1", "\"2\"", "null", "3")),
                                    any(List.of("[\"admin\"]", "[]", "\"admin\"", "{\"admin\": 1}", "null")),
                                    any(USERS),
                                    any(List.of("true", "false", "null", "\"true\""))),
                    role,
                    user));
        }
        return callers;
    }

    private static Claims caller(String json, String role, @Nullable String subject) {
        var sub = Json.MAPPER.readTree(json).path("sub");
        return new Claims(json, role, sub.isString() ? sub.stringValue() : subject, Instant.MAX);
    }

    private String condition(int depth) {
        if (depth > 0 && chance(2)) {
            var parts = IntStream.range(0, 2 + random.nextInt(2)).mapToObj(n -> condition(depth - 1));
            return parts.collect(Collectors.joining(any(List.of(" and ", " or ", " or ")), "(", ")"));
        }
        if (depth > 0 && chance(6)) {
            return "not " + parenthesised(condition(depth - 1));
        }
        return parenthesised(simple());
    }

    private String simple() {
        return switch (random.nextInt(26)) {
            case 0 -> "owner = auth.uid()";
            case 1 -> "owner = (select auth.uid())";
            case 2 -> "auth.uid() = owner";
            case 3 -> "org = (auth.jwt() -> 'app_metadata' ->> 'org')::uuid";
            case 4 -> "org = public.organisation()";
            case 5 -> "status = " + quoted(any(STATUSES));
            case 6 -> "status <> " + quoted(any(STATUSES));
            case 7 -> "status in (" + quoted(any(STATUSES)) + ", " + quoted(any(STATUSES)) + ")";
            case 8 -> "\"Odd Name\" not in (" + quoted(any(STATUSES)) + ", " + quoted(any(STATUSES)) + ")";
            case 9 -> "\"Odd Name\" = status";
            case 10 -> "mood = " + quoted(any(MOODS));
            case 11 -> "mood in ('sad', 'mad') or mood::text = 'glad'";
            case 12 -> "rank " + comparison() + " " + number(5);
            case 13 -> "points " + comparison() + " rank";
            case 14 -> "price " + comparison() + " " + any(List.of("1.5", "2", "-3.10", "rank"));
            case 15 -> "open";
            case 16 -> "open is " + any(List.of("true", "not true", "false", "not false", "null", "not null"));
            case 17 -> "coalesce(open, " + any(List.of("true", "false")) + ")";
            case 18 ->
                any(List.of("at", "tags", "owner", "status", "extra")) + " is " + any(List.of("null", "not null"));
            case 19 -> "status is " + any(List.of("", "not ")) + "distinct from \"Odd Name\"";
            case 20 -> "auth.role() = " + any(List.of("'authenticated'", "'anon'"));
            case 21 -> "auth.jwt() -> 'groups' ? 'admin'";
            case 22 -> "(auth.jwt() -> 'app_metadata' ->> 'admin')::boolean";
            case 23 -> "(auth.jwt() ->> 'level')::int >= rank";
            case 24 -> "nullif(status, '') = coalesce(\"Odd Name\", 'open')";
            default ->
                any(List.of(
                        "true",
                        "false",
                        "at < now()",
                        "status like 'o%'",
                        "'a' = any(tags)",
                        "extra ->> 'org' = auth.uid()::text",
                        "exists (select from public.members m where m.id = owner)"));
        };
    }

    private String comparison() {
        return any(List.of("=", "<>", "<", "<=", ">", ">="));
    }

    private String number(int below) {
        return String.valueOf(random.nextInt(2 * below) - below);
    }

    private static String parenthesised(String text) {
        return "(" + text + ")";
    }

    private static String quoted(String text) {
        return "'" + text + "'";
    }

    private String orNull(String value) {
        return chance(5) ? "null" : value;
    }

    private boolean chance(int in) {
        return random.nextInt(in) == 0;
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
