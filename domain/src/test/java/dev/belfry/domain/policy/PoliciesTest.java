package dev.belfry.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.access.DatabaseAway;
import dev.belfry.domain.change.Column;
import dev.belfry.domain.change.Json;
import dev.belfry.domain.change.Row;
import dev.belfry.domain.change.Table;
import dev.belfry.domain.policy.PolicyQuestions.Question;
import dev.belfry.domain.replication.TestPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;
import tools.jackson.databind.node.JsonNodeFactory;

/** Privileges and policies of a real catalog, and what PostgreSQL says when it is asked. */
class PoliciesTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String ADA = "aaaaaaaa-0000-4000-8000-000000000001";
    private static final String BEN = "bbbbbbbb-0000-4000-8000-000000000002";
    private static final Table NOTES = new Table(
            "public",
            "notes",
            List.of(
                    new Column("id", "int4", true, true),
                    new Column("owner", "uuid", false, true),
                    new Column("secret", "text", false, true),
                    new Column("raw", "bytea", false, true)));
    private static final Row ADAS = row(1, ADA);
    private static final Row BENS = row(2, BEN);

    private static TestPostgres postgres;

    private final RowPolicies policies = new RowPolicies();
    private final PolicyQuestions questions = new PolicyQuestions();

    @BeforeAll
    static void start() throws Exception {
        postgres = TestPostgres.start(Map.of());
        postgres.run(PolicySamples.SCHEMA);
        postgres.run(migration());
        postgres.run("create role passer nologin bypassrls; create role holder nologin; create schema closed;"
                + "create table closed.friends (id uuid); insert into closed.friends values ('" + ADA + "');"
                + "grant select on closed.friends to authenticated;");
    }

    private static String migration() throws IOException {
        try (var file = PoliciesTest.class.getResourceAsStream("/belfry/migration/V6__policies_on_changes.sql")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void makeTable() throws SQLException {
        var database = new PGSimpleDataSource();
        database.setUrl(postgres.url());
        database.setUser("postgres");
        policies.database = database;
        questions.database = database;
        postgres.run("create table public.notes (id int primary key, owner uuid, secret text, raw bytea);"
                + "alter table public.notes enable row level security;"
                + "grant select on public.notes to authenticated, passer, holder");
    }

    @AfterEach
    void drop() throws SQLException {
        postgres.run("drop table if exists public.notes cascade");
    }

    @Test
    void withoutAPolicyNothingIsSeen() {
        assertThat(access("authenticated").decide(ADAS, caller(ADA))).isEqualTo(Decision.HIDDEN);
    }

    @Test
    void aRoleThatPassesPoliciesBySeesEverything() {
        assertThat(access("passer").isSecured()).isFalse();
        assertThat(access("postgres").isSecured()).isFalse();
    }

    @Test
    void theOwnerSeesEverythingUnlessItIsForced() throws SQLException {
        postgres.run("alter table public.notes owner to holder");
        assertThat(access("holder").isSecured()).isFalse();

        postgres.run("alter table public.notes force row level security");

        policies.refresh();
        assertThat(access("holder").isSecured()).isTrue();
    }

    @Test
    void withoutRowLevelSecurityEverythingIsSeen() throws SQLException {
        postgres.run("alter table public.notes disable row level security");

        assertThat(access("authenticated").decide(ADAS, caller(BEN))).isEqualTo(Decision.VISIBLE);
    }

    @Test
    void aPolicyHoldsForItsRolesAndTheirMembers() throws SQLException {
        postgres.run("create policy own on public.notes for select to authenticated using (owner = auth.uid())");
        postgres.run("grant select on public.notes to editor, anon");

        assertThat(access("authenticated").decide(ADAS, caller(ADA))).isEqualTo(Decision.VISIBLE);
        assertThat(access("authenticated").decide(ADAS, caller(BEN))).isEqualTo(Decision.HIDDEN);
        assertThat(access("editor").decide(ADAS, caller(ADA))).isEqualTo(Decision.VISIBLE);
        assertThat(access("anon").decide(ADAS, caller(ADA))).isEqualTo(Decision.HIDDEN);
        assertThat(access("authenticated").subjects(ADAS)).containsExactly(ADA);
    }

    @Test
    void columnPrivilegesAreKnown() throws SQLException {
        postgres.run(
                "revoke select on public.notes from authenticated; grant select (id, owner) on public.notes to authenticated");

        var access = access("authenticated");

        assertThat(access.readable()).containsExactlyInAnyOrder("id", "owner");
        assertThat(access.readsAll()).isFalse();
        assertThat(access.readsRows(NOTES.key())).isTrue();
    }

    @Test
    void withoutTheKeyNothingMayBeRead() throws SQLException {
        postgres.run(
                "revoke select on public.notes from authenticated; grant select (owner) on public.notes to authenticated");

        assertThat(access("authenticated").readsRows(NOTES.key())).isFalse();
    }

    @Test
    void withoutTheSchemaNothingMayBeRead() throws SQLException {
        postgres.run("create table closed.notes (id int primary key); grant select on closed.notes to authenticated");

        var access = policies.of(new Table("closed", "notes", List.of()), "authenticated");

        assertThat(access.orElseThrow().readsRows(List.of())).isFalse();
        postgres.run("drop table closed.notes");
    }

    @Test
    void whatThereIsNotIsNotKnown() {
        assertThat(policies.of(NOTES, "nobody")).isEmpty();
        assertThat(policies.of(new Table("public", "nothing", List.of()), "authenticated"))
                .isEmpty();
    }

    @Test
    void aChangedPolicyAndAChangedFunctionAreHeardOf() throws SQLException {
        postgres.run(
                "create function public.chosen() returns uuid language sql stable as 'select ''" + BEN + "''::uuid';"
                        + "create policy own on public.notes for select to authenticated using (owner = public.chosen())");
        assertThat(access("authenticated").decide(ADAS, caller(ADA))).isEqualTo(Decision.HIDDEN);

        postgres.run("create or replace function public.chosen() returns uuid language sql stable as 'select ''" + ADA
                + "''::uuid'");
        policies.refresh();
        assertThat(access("authenticated").decide(ADAS, caller(ADA))).isEqualTo(Decision.VISIBLE);

        postgres.run("drop policy own on public.notes");
        policies.refresh();
        assertThat(access("authenticated").decide(ADAS, caller(ADA))).isEqualTo(Decision.HIDDEN);
        postgres.run("drop function public.chosen()");
    }

    @Test
    void aTableThatSomebodyHasLockedKeepsNoOtherWaiting() throws SQLException {
        postgres.run("create table public.others (id int primary key); grant select on public.others to authenticated");
        postgres.run("create policy own on public.notes for select using (owner = auth.uid())");
        var others = new Table("public", "others", List.of());
        var before = access("authenticated");
        try (var locking = postgres.connect();
                var statement = locking.createStatement()) {
            locking.setAutoCommit(false);
            statement.execute("lock table public.notes");

            policies.refresh();

            assertThat(policies.of(others, "authenticated")).isPresent();
            assertThat(access("authenticated")).isSameAs(before);
            assertThatExceptionOfType(DatabaseAway.class).isThrownBy(() -> policies.of(NOTES, "anon"));
            locking.rollback();
        }
        assertThat(policies.of(NOTES, "anon")).isPresent();
        postgres.run("drop table public.others");
    }

    @Test
    void aFunctionThatTheRoleMayNotExecuteIsNotTakenIntoThePolicy() throws SQLException {
        postgres.run("create function public.everybody() returns boolean language sql as 'select true';"
                + "create policy all_of_them on public.notes for select to authenticated using (public.everybody())");
        assertThat(access("authenticated").decide(ADAS, caller(ADA))).isEqualTo(Decision.VISIBLE);

        postgres.run("revoke execute on function public.everybody() from public");

        policies.refresh();
        assertThat(access("authenticated").decide(ADAS, caller(ADA))).isEqualTo(Decision.OPEN);
        assertThat(ask(ADAS, caller(ADA))).isEqualTo(new Answer.Failed("SQLSTATE 42501"));
        postgres.run("drop function public.everybody() cascade");
    }

    @Test
    void postgresIsAskedAboutTheRowInTheChangeForEachCaller() throws SQLException {
        postgres.run("create policy friends on public.notes for select to authenticated"
                + " using (exists (select from public.members m where m.id = notes.owner and m.id = auth.uid()));"
                + "insert into public.members values ('" + ADA + "')");
        var access = access("authenticated");
        assertThat(access.decide(ADAS, caller(ADA))).isEqualTo(Decision.OPEN);

        var answers = questions.ask(
                NOTES,
                OptionalInt.empty(),
                List.of(
                        new Question(access, ADAS, caller(ADA), false),
                        new Question(access, ADAS, caller(BEN), false),
                        new Question(access, BENS, caller(BEN), false)));

        assertThat(answers).containsExactly(new Answer.Visible(), new Answer.Hidden(), new Answer.Hidden());
        postgres.run("delete from public.members");
    }

    @Test
    void bytesAreReadAsBytes() throws SQLException {
        postgres.run("create policy raw on public.notes for select to authenticated"
                + " using (raw = '\\x0102'::bytea and length(secret) > 0)");

        assertThat(ask(ADAS, caller(ADA))).isEqualTo(new Answer.Visible());
    }

    @Test
    void oneForWhomAPolicyRaisesSpoilsItForNobodyElse() throws SQLException {
        postgres.run("create policy risky on public.notes for select to authenticated"
                + " using (1 / length(auth.jwt() ->> 'word') > 0)");
        var access = access("authenticated");
        var good = claims("{\"role\": \"authenticated\", \"word\": \"a\"}");
        var bad = claims("{\"role\": \"authenticated\", \"word\": \"\"}");

        var answers = questions.ask(
                NOTES,
                OptionalInt.empty(),
                List.of(
                        new Question(access, ADAS, good, false),
                        new Question(access, ADAS, bad, false),
                        new Question(access, BENS, good, false)));

        assertThat(answers.get(0)).isEqualTo(new Answer.Visible());
        assertThat(answers.get(1)).isEqualTo(new Answer.Failed("SQLSTATE 22012"));
        assertThat(answers.get(2)).isEqualTo(new Answer.Visible());
    }

    @Test
    void oneForWhomAPolicyIsSlowCostsTheOthersABoundedTime() throws SQLException {
        postgres.run("create policy lazy on public.notes for select to authenticated"
                + " using (coalesce((select pg_sleep((auth.jwt() ->> 'wait')::numeric)) is null, true)"
                + " or secret = 'told')");
        var access = access("authenticated");
        var quick = claims("{\"role\": \"authenticated\", \"wait\": 0}");
        var slow = claims("{\"role\": \"authenticated\", \"wait\": 30}");
        var started = Instant.now();

        var answers = questions.ask(
                NOTES,
                OptionalInt.empty(),
                List.of(
                        new Question(access, ADAS, quick, false),
                        new Question(access, ADAS, slow, false),
                        new Question(access, ADAS, quick, false)));

        assertThat(answers).hasExactlyElementsOfTypes(Answer.Visible.class, Answer.Failed.class, Answer.Visible.class);
        assertThat(Duration.between(started, Instant.now())).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void manyForWhomAPolicyIsSlowAreGivenUp() throws SQLException {
        postgres.run("create policy lazy on public.notes for select to authenticated"
                + " using ((select pg_sleep(30)) is null or secret = 'told')");
        var access = access("authenticated");
        var many = new ArrayList<Question>();
        IntStream.range(0, 50).forEach(n -> many.add(new Question(access, ADAS, caller(ADA), false)));

        var answers = questions.ask(NOTES, OptionalInt.empty(), many);

        assertThat(answers).hasSize(50).allSatisfy(answer -> assertThat(answer).isInstanceOf(Answer.Failed.class));
    }

    @Test
    void askingLeavesNoTraceInTheConnection() throws SQLException {
        postgres.run("create policy open on public.notes for select to authenticated using (length(secret) > 0)");
        try (var connection = postgres.connect();
                var statement = connection.createStatement()) {
            var shared = new PolicyQuestions();
            shared.database = new OneConnection(connection);
            shared.ask(
                    NOTES,
                    OptionalInt.empty(),
                    List.of(new Question(access("authenticated"), ADAS, caller(ADA), false)));
            var found = statement.executeQuery("select current_user, current_setting('request.jwt.claims', true),"
                    + " current_setting('statement_timeout')");
            found.next();
            assertThat(found.getString(1)).isEqualTo("postgres");
            assertThat(found.getString(2)).isNullOrEmpty();
            assertThat(found.getString(3)).isEqualTo("0");
        }
    }

    private Answer ask(Row row, Claims caller) {
        return questions
                .ask(NOTES, OptionalInt.empty(), List.of(new Question(access(caller.role()), row, caller, false)))
                .getFirst();
    }

    /** As PostgreSQL before 18 tells of it, and a publication that withholds it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "open",
                "open is null",
                "coalesce(open, true)",
                "notes.open is not false",
                "open or owner is null"
            })
    void aGeneratedColumnThatTheLogDoesNotTellShowsNoRowByItsAbsence(String condition) throws SQLException {
        postgres.run("alter table public.notes add open bool generated always as (owner is null) stored;"
                + "create policy opened on public.notes for select to authenticated using (" + condition + ")");
        var access = access("authenticated");

        assertThat(access.decide(ADAS, caller(ADA))).isNotEqualTo(Decision.VISIBLE);
        assertThat(ask(ADAS, caller(ADA))).isEqualTo(new Answer.Hidden());
    }

    @Test
    void anHstoreIsAskedAboutAsItsText() throws SQLException {
        postgres.run("create extension hstore; alter table public.notes add h hstore, add hs hstore[];"
                + "create policy held on public.notes for select to authenticated"
                + " using (h -> 'the \"owner\"' = auth.uid()::text and hs[1] ? 'a' and h -> 'none' is null)");
        var table = new Table(
                "public",
                "notes",
                List.of(
                        new Column("id", "int4", true),
                        new Column("owner", "uuid", false),
                        new Column("secret", "text", false),
                        new Column("raw", "bytea", false),
                        new Column("h", "hstore", false),
                        new Column("hs", "_hstore", false)));
        var values = new java.util.HashMap<>(ADAS.values());
        values.put("h", Json.MAPPER.readTree("{\"the \\\"owner\\\"\": \"" + ADA + "\", \"none\": null}"));
        values.put("hs", Json.MAPPER.readTree("[{\"a\": \"\\\\\"}, null]"));
        var row = new Row(values);
        policies.refresh();

        for (var user : List.of(ADA, BEN)) {
            var access = policies.of(table, "authenticated").orElseThrow();
            assertThat(questions
                            .ask(table, OptionalInt.empty(), List.of(new Question(access, row, caller(user), false)))
                            .getFirst())
                    .isEqualTo(user.equals(ADA) ? new Answer.Visible() : new Answer.Hidden());
        }
        postgres.run("drop extension hstore cascade");
    }

    private Access access(String role) {
        return policies.of(NOTES, role).orElseThrow();
    }

    private static Claims caller(String user) {
        return claims("{\"role\": \"authenticated\", \"sub\": \"" + user + "\"}");
    }

    private static Claims claims(String json) {
        var sub = Json.MAPPER.readTree(json).path("sub");
        return new Claims(json, "authenticated", sub.isString() ? sub.stringValue() : null, Instant.MAX);
    }

    private static Row row(int id, String owner) {
        return new Row(Map.of(
                "id", JSON.numberNode(id),
                "owner", JSON.stringNode(owner),
                "secret", JSON.stringNode("told"),
                "raw", JSON.stringNode("0102")));
    }
}
