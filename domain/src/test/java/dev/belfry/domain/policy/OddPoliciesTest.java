package dev.belfry.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.change.Column;
import dev.belfry.domain.change.Json;
import dev.belfry.domain.change.Row;
import dev.belfry.domain.change.Table;
import dev.belfry.domain.policy.PolicyQuestions.Question;
import dev.belfry.domain.replication.TestPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;
import tools.jackson.databind.JsonNode;

/** Conditions and functions as somebody may write them by hand, odd values in rows and tokens: nobody sees more than PostgreSQL shows. */
class OddPoliciesTest {

    private static final String ADA = "aaaaaaaa-0000-4000-8000-000000000001";
    private static final String TABLE = """
            create domain public.note as jsonb; create domain public.word as text;
            create type public."Odd Mood" as enum ('sad', 'so glad', 'NULL');
            create table public.odd (
                id integer primary key, owner uuid, name text, label varchar(5), code char(4), mood public."Odd Mood",
                small smallint, big bigint, exact numeric, ratio float8, flag boolean, "CURRENT_USER" text, "true" boolean,
                plain json, extra jsonb, noted public.note, word public.word, tags text[], born date);
            alter table public.odd enable row level security;
            grant select on public.odd to anon, authenticated, editor;
            insert into public.odd values
                (1, '%1$s', 'a', 'a', 'a', 'sad', 1, 1, 1, 1, true, 'ada', false, 'null', 'null', 'null', 'a', '{a,b}', '2026-01-01'),
                (2, '%1$s', 'authenticated', ' b', 'b', 'so glad', -0, -9223372036854775808, '1e3', '-0', false, 'anon', true,
                    '{"a": 1}', '{"a": 1.0, "b": null, "c": [1], "a b": "x"}', '{}', '', '{}', '1999-12-31'),
                (3, null, 'it''s', 'A', '', 'NULL', 32767, 9223372036854775807, '1.000', 'NaN', null, '', null,
                    null, null, null, null, null, null),
                (4, null, E'back\\\\slash', E'\\n', ' ', null, null, null, 'NaN', 'infinity', true, null, true,
                    '[1, "a"]', '[1, "a"]', '"a"', 'A', '{NULL,"a b"}', 'infinity'),
                (5, null, '', '', null, 'sad', 0, 0, '-0.0', 0.1, false, 'x', null,
                    '"a"', '"a"', '1', ' ', '{"",null}', '0001-01-01 BC'),
                (6, null, 'ÄÖ ß', 'ä', 'ä', null, 2, 2, '123456789012345678901234567890.5', 1e300, null, null, null,
                    '1', '1e2', 'true', 'é', '{{a},{b}}', null);
            """.formatted(ADA);

    private static TestPostgres postgres;
    private static Connection connection;
    private static final PolicyQuestions questions = new PolicyQuestions();

    @BeforeAll
    static void start() throws Exception {
        postgres = TestPostgres.start(Map.of());
        postgres.run(PolicySamples.SCHEMA);
        try (var file = OddPoliciesTest.class.getResourceAsStream("/belfry/migration/V6__policies_on_changes.sql")) {
            postgres.run(new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8));
        }
        postgres.run(TABLE);
        connection = postgres.connect();
        connection.setAutoCommit(false);
        var database = new PGSimpleDataSource();
        database.setUrl(postgres.url());
        database.setUser("postgres");
        questions.database = database;
    }

    @AfterAll
    static void stop() throws SQLException, IOException {
        connection.close();
        postgres.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"CURRENT_USER\" = 'authenticated'",
                "CURRENT_USER = 'authenticated'",
                "current_user = name",
                "\"true\"",
                "\"true\" is true and true",
                "name = 'authenticated'",
                "name = 'it''s'",
                "name = E'back\\\\slash'",
                "label = E'\\n'",
                "label = 'A'::char(1)",
                "label = name",
                "code = 'a'",
                "code = 'a   '",
                "code::text = 'a'",
                "name = code",
                "mood = 'so glad'",
                "mood in ('so glad', 'NULL')",
                "mood::text in ('so glad', 'NULL')",
                "mood > 'sad'",
                "mood is distinct from 'sad'",
                "not (mood = 'sad')",
                "small = -0",
                "small < 1e3",
                "small + 1 > 2",
                "-small = 0",
                "small between 0 and 2",
                "not small between 0 and 2",
                "big = -9223372036854775808",
                "big > 9223372036854775806",
                "big = 9223372036854775807::numeric",
                "big > 99999999999999999999",
                "exact = 1e3",
                "exact = 1",
                "exact = 'NaN'",
                "exact > 1e400",
                "exact = -0.0",
                "exact = 123456789012345678901234567890.5",
                "exact::int = 1",
                "exact::numeric(3,1) = 1",
                "small::numeric(3,1) = 1",
                "exact <> 1",
                "not exact = 1",
                "ratio = 0",
                "ratio = 0.1",
                "ratio = 'NaN'",
                "ratio > small",
                "flag",
                "not flag",
                "flag is unknown",
                "flag is not unknown",
                "(flag is null) = (small is null)",
                "(flag = true) is not true",
                "flag <> (name = '')",
                "flag > false",
                "plain is null",
                "plain is not null",
                "extra is null",
                "extra is not null",
                "noted is null",
                "noted is not null",
                "coalesce(extra, '{}') = '{}'",
                "word is null",
                "word = 'A'",
                "tags is null",
                "'a' = any (tags)",
                "tags = '{a,b}'",
                "tags && array['a']",
                "tags && array['a'] and flag",
                "array['a', name] = tags",
                "name = any ('{a,\"\",\"it''s\"}'::text[])",
                "name = any (array['a', null])",
                "name <> all (array['a', null])",
                "name <> all ('{a, authenticated}')",
                "name = all (array['a'])",
                "name <> any (array['a'])",
                "name = any (array['a', name, label])",
                "name = any (array[]::text[])",
                "name <> all (array[]::text[])",
                "small = any ('{1, 2}')",
                "small = any (array[1, 2.0])",
                "big = any (array[1, 2]::bigint[])",
                "label in ('a', ' b')",
                "label not in ('a', ' b')",
                "born = '1999-12-31'",
                "born > '2000-01-01'",
                "'2026-01-01'::date = '2026-1-1'::date",
                "'1'::float8 = '1.0'::float8",
                "'2026-01-01'::date is distinct from '2026-1-1'::date",
                "'a'::varchar(3) = 'a'::varchar(3)",
                "'abcdef'::varchar(3) = 'abc'",
                "extra ->> 'a' = '1.0'",
                "extra ->> 'a' is null",
                "extra -> 'b' is null",
                "extra ->> 'b' is null",
                "extra -> 'a b' is not null",
                "extra ->> 'a b' = 'x'",
                "extra ? 'a'",
                "extra -> 0 is not null",
                "extra ->> 1 = 'a'",
                "extra #>> '{a}' = '1.0'",
                "extra @> '{\"c\": [1]}'",
                "extra ?| array['a']",
                "extra -> 'c' ? '1'",
                "extra = '\"a\"'",
                "(extra ->> 'a')::numeric = 1",
                "auth.jwt() ->> 'n' = '1'",
                "auth.jwt() ->> 'n' = '100'",
                "auth.jwt() ->> 'n' is null",
                "auth.jwt() -> 'n' is null",
                "(auth.jwt() ->> 'n')::int >= small",
                "(auth.jwt() ->> 'n')::smallint = 1",
                "(auth.jwt() ->> 'n')::bigint >= 1",
                "(auth.jwt() ->> 'n')::numeric >= 1",
                "(auth.jwt() ->> 'n')::boolean",
                "(auth.jwt() ->> 'n') ~ '1'",
                "auth.jwt() ->> 'word' = name",
                "auth.jwt() ->> 'word' = 'Ä'",
                "auth.jwt() ->> 'wörd' = 'x'",
                "auth.jwt() -> 'deep' -> 'er' ->> 'est' = 'x'",
                "auth.jwt() -> 'deep' ->> 'er' = '{\"est\": \"x\"}'",
                "auth.jwt() -> 'groups' ? name",
                "auth.jwt() -> 'groups' ? 'a'",
                "auth.jwt() ? 'n'",
                "not (auth.jwt() ? 'n')",
                "owner = auth.uid()",
                "owner::text = auth.uid()::text",
                "owner::text = auth.jwt() ->> 'sub'",
                "owner > '00000000-0000-0000-0000-000000000000'",
                "owner = '{AAAAAAAA-0000-4000-8000-000000000001}'",
                "owner is distinct from auth.uid()",
                "owner is not distinct from auth.uid()",
                "owner <> auth.uid()",
                "owner <> '00000000-0000-0000-0000-000000000000'",
                "nullif(owner, auth.uid()) is null",
                "nullif(name, 'a') is null",
                "nullif(small, 1) = 0",
                "nullif(nullif(current_setting('request.jwt.claim.email', true), ''), 'x') is null",
                "coalesce(nullif(current_setting('request.jwt.claim.email', true), ''), auth.jwt() ->> 'word') = 'a'",
                "coalesce(small, exact) = 1",
                "coalesce(name, label) = 'a'",
                "coalesce(flag, 1 / small = 1)",
                "flag or 1 / small = 1",
                "flag and 1 / small = 1",
                "case when flag then true else small = 1 end",
                "(select flag)",
                "(select flag limit 0)",
                "(select true order by 1 fetch first 0 rows with ties)",
                "(select true where flag)",
                "(select true offset 1)",
                "(select true union select false limit 1)",
                "name = (select 'a')",
                "(select auth.uid() fetch first 0 rows only) is null",
                "name like 'a%'",
                "name collate \"C\" = 'a'",
                "row(small, big) = row(1, 1)",
                "odd is not null",
                "to_jsonb(odd) ->> 'name' = 'a'",
                "tableoid is not null",
                "name || label = 'aa'",
                "lower(label) = 'a'",
                "xmlexists('//a' passing by value '<a/>')",
                "current_setting('request.jwt.claims', true) like '%x%'",
                "current_setting('request.jwt.claims', true) <> ''",
                "current_setting('request.jwt.claim.role', true) = 'authenticated'",
                "current_setting('role', true) = 'authenticated'",
                "current_date > born",
                "session_user = current_user"
            })
    void aConditionByHand(String condition) throws SQLException {
        compare(condition, 6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select auth.jwt() ->> 'role' = 'anon' or auth.jwt() ->> 'word' = 'a' and false",
                "select not auth.jwt() ->> 'role' = 'anon'",
                "select not auth.jwt() ->> 'n' is null",
                "select not auth.jwt() ? 'n'",
                "select not false and false",
                "select not true or true",
                "select true or true and false",
                "select false = false is null",
                "select 'a' = 'b' is null",
                "select auth.jwt() ->> 'word' = 'b' is not true",
                "select auth.jwt() ->> 'word' = 'b' is distinct from false",
                "select true = (auth.jwt() ->> 'word') is null",
                "select null is null = true",
                "select 1 < 2 = true",
                "select true = not false",
                "select not false = true",
                "select not true = false",
                "select not not true",
                "select 'true' = auth.jwt() ->> 'yes'",
                "select auth.jwt() ->> 'yes'::text = 'true'",
                "select (auth.jwt() ->> 'yes')::boolean is true",
                "select auth.jwt() -> 'deep' -> 'er' ? 'est'",
                "select auth.jwt() -> 'deep' ? 'er' = true",
                "select auth.jwt()->'deep'->>'er' is not null",
                "select current_setting('request.jwt.claims', true)::jsonb->>'word' = 'a'",
                "select current_setting('request.jwt.claims', true)::jsonb ->> 'word' <> all ('{a, b}'::text[])",
                "select current_setting('request.jwt.claims', true)::jsonb ->> 'word' <> all ('{ a,b }')",
                "select auth.jwt() ->> 'word' = any ('{b, a}'::text[])",
                "select auth.jwt() ->> 'word' = any ('{b,NULL}'::text[])",
                "select auth.jwt() ->> 'word' in ('a', 'b')",
                "select auth.jwt() ->> 'word' between 'a' and 'b'",
                "select auth.jwt() ->> 'word' = 'a'; select false",
                "select true; select false;",
                "select false -- or true",
                "select /* a /* b */ or */ false",
                "select true /* /* */ and false -- */",
                "select auth.jwt() ->> 'word' = $$a$$",
                "select auth.jwt() ->> 'word' = $q$a$q$",
                "select auth.jwt() ->> 'word' = e'\\x61'",
                "select auth.jwt() ->> 'word' = u&'\\0061'",
                "select auth.jwt() ->> 'word' = 'a\\'",
                "select 'a' 'b' = 'ab'",
                "select auth.jwt() ->> 'word' = 'a'\n'b'",
                "select '2026-01-01'::date = '2026-1-1'::date",
                "select 't'::bool = 'true'::bool",
                "select '1'::int = '01'::int4",
                "select '1' = '01'",
                "select '1'::int2 <> '01'::int2",
                "select date '2026-01-01' <> date '2026-1-1'",
                "select uuid 'AAAAAAAA-0000-4000-8000-000000000001' = auth.uid()",
                "select -1 = - 1",
                "select - 1 ^ 2 = 1",
                "select 1 - 1 = 0",
                "select 7 = 0x7",
                "select 1_000 = 1000",
                "select 1e0 = 1.0",
                "select .5 = 0.5",
                "select 5. = 5",
                "select -'1'::int < 0",
                "select -1::numeric < 0",
                "select true fetch first 0 rows only",
                "select true fetch first row only",
                "select true for update",
                "select true limit null",
                "select true order by 1 offset 0",
                "select distinct true",
                "select all true",
                "select true group by ()",
                "select true having false",
                "select true window w as ()",
                "with x as (select true) select true from x where false",
                "values (true)",
                "table public.members",
                "select true from (values (1)) v where false",
                "select coalesce(null, true)",
                "select coalesce(nullif(true, true), false)",
                "select nullif(true, false)",
                "select auth . uid() is null",
                "select \"auth\".\"uid\"() is null",
                "select AUTH.UID() is null",
                "select (auth.jwt() ->> 'sub')::uuid = auth.uid()",
                "select cast(auth.jwt() ->> 'sub' as uuid) = auth.uid()",
                "select auth.jwt() ->> 'sub' || '' = auth.uid()::text",
                "select auth.uid() isnull",
                "select auth.uid() notnull",
                "select ((((((((((((((auth.uid() is null))))))))))))))",
                "select (select (select auth.uid() is null))",
                "select case when true then false else true end",
                "select exists (select 1)",
                "select (true, false) = (true, false)",
                "select true as \"x\", false where true",
                "select true and (select null::boolean) is null"
            })
    void aFunctionByHand(String body) throws SQLException {
        var create = "create function public.chosen() returns boolean language sql stable as $body$" + body + "$body$";
        if (!execute(create)) {
            return; // not one of PostgreSQL's
        }
        try {
            compare("public.chosen()", 1);
            compare("public.chosen() is not true", 1);
        } finally {
            postgres.run("drop function public.chosen()");
        }
    }

    private static void compare(String condition, int upTo) throws SQLException {
        postgres.run("create policy odd on public.odd for select to public using (" + condition + ")");
        try {
            var rows = rows(upTo);
            for (var caller : callers()) {
                var access = access(caller.role());
                for (var row : rows.entrySet()) {
                    var seen = sees(caller, row.getKey());
                    var isVisible = seen != null && seen;
                    var decision = access.decide(row.getValue(), caller);
                    if (decision == Decision.VISIBLE || (decision == Decision.HIDDEN && seen != null)) {
                        assertThat(decision)
                                .as("%s, compiled, row %s, claims %s", condition, row.getValue(), caller.json())
                                .isEqualTo(isVisible ? Decision.VISIBLE : Decision.HIDDEN);
                    }
                    var answer = questions
                            .ask(
                                    TABLE_OF_ODD,
                                    OptionalInt.empty(),
                                    List.of(new Question(access, row.getValue(), caller, false)))
                            .getFirst();
                    if (!isVisible) {
                        assertThat(answer)
                                .as("%s, asked, row %s, claims %s", condition, row.getValue(), caller.json())
                                .isNotEqualTo(new Answer.Visible());
                    }
                    var subjects = access.subjects(row.getValue());
                    var key = Subjects.key(caller);
                    if (isVisible && subjects != null && key != null) {
                        assertThat(subjects).as(condition).contains(key);
                    }
                }
            }
        } finally {
            connection.rollback();
            postgres.run("drop policy odd on public.odd");
        }
    }

    private static final Table TABLE_OF_ODD = new Table("public", "odd", List.of(new Column("id", "int4", true, true)));

    private static List<Claims> callers() {
        return List.of(
                claims("{\"role\": \"authenticated\", \"sub\": \"" + ADA
                        + "\", \"n\": 1, \"word\": \"a\", \"yes\": true,"
                        + " \"groups\": [\"a\", 1], \"deep\": {\"er\": {\"est\": \"x\"}}}"),
                claims("{\"role\": \"authenticated\", \"sub\": \"" + ADA.toUpperCase(java.util.Locale.ROOT)
                        + "\", \"n\": \"01\", \"word\": null, \"groups\": {\"a\": null}, \"deep\": [{\"er\": 1}]}"),
                claims(
                        "{\"role\": \"anon\", \"n\": 1e2, \"word\": \"\\u00c4\", \"w\\u00f6rd\": \"x\", \"yes\": \"true\","
                                + " \"groups\": \"a\", \"deep\": \"er\"}"),
                claims(
                        "{\"role\": \"editor\", \"sub\": 5, \"n\": -0, \"word\": \" a\", \"yes\": \"t\", \"groups\": 1}"),
                claims("{\"role\": \"editor\", \"sub\": \"\", \"n\": \"\", \"word\": {\"a\": 1}}"),
                claims("{\"role\": \"editor\", \"sub\": \"{" + ADA
                        + "}\", \"n\": 99999999999999999999, \"word\": \"b\"}"));
    }

    private static Claims claims(String json) {
        var payload = Json.MAPPER.readTree(json);
        var sub = payload.path("sub");
        return new Claims(
                json, payload.path("role").stringValue(), sub.isString() ? sub.stringValue() : null, Instant.MAX);
    }

    private static Access access(String role) throws SQLException {
        var key = new PolicyCatalog.TableRole("public", "odd", role);
        var facts = PolicyCatalog.read(connection, List.of(key));
        connection.rollback();
        return PolicyCatalog.compile(Objects.requireNonNull(facts.grants().get(key)), role, facts.functions());
    }

    /** Null if the policy raises an error. */
    private static @Nullable Boolean sees(Claims caller, int id) throws SQLException {
        try (var assume = connection.prepareStatement("""
                select set_config('request.jwt.claims', ?, true), set_config('request.jwt.claim.sub', ?, true),
                       set_config('request.jwt.claim.role', ?, true), set_config('role', ?, true)""");
                var statement = connection.createStatement()) {
            assume.setString(1, caller.json());
            assume.setString(2, caller.subject() == null ? "" : caller.subject());
            assume.setString(3, caller.role());
            assume.setString(4, caller.role());
            assume.execute();
            statement.execute("set local enable_seqscan = off"); // so that no other row is looked at
            return statement
                    .executeQuery("select id from public.odd where id = " + id)
                    .next();
        } catch (SQLException e) {
            return null;
        } finally {
            connection.rollback();
        }
    }

    private static Map<Integer, Row> rows(int upTo) throws SQLException {
        var rows = new LinkedHashMap<Integer, Row>();
        try (var statement = connection.createStatement();
                var found = statement.executeQuery(
                        "select id, to_jsonb(t) from public.odd t where id <= " + upTo + " order by id")) {
            while (found.next()) {
                var values = new LinkedHashMap<String, JsonNode>();
                Json.MAPPER
                        .readTree(found.getString(2))
                        .propertyStream()
                        .forEach(column -> values.put(column.getKey(), column.getValue()));
                rows.put(found.getInt(1), new Row(values));
            }
        }
        connection.rollback();
        return rows;
    }

    private static boolean execute(String sql) {
        try {
            postgres.run(sql);
            return true;
        } catch (SQLException e) {
            return false;
        }
    }
}
