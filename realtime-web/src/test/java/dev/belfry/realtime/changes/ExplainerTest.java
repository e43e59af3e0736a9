package dev.belfry.realtime.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.change.AnnouncedTables;
import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.Column;
import dev.belfry.domain.change.Json;
import dev.belfry.domain.change.Position;
import dev.belfry.domain.change.Row;
import dev.belfry.domain.change.Table;
import dev.belfry.domain.policy.Answer;
import dev.belfry.domain.policy.PolicyReasons.Said;
import dev.belfry.realtime.changes.Explanation.ForBinding;
import dev.belfry.realtime.changes.Explanation.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Each reason for which a row does not arrive. Rows are seen by those whom their column {@code owner} names, and by the service. */
class ExplainerTest {

    private static final Table TABLE = new Table(
            "public",
            "notes",
            List.of(
                    new Column("id", "int8", true),
                    new Column("owner", "text", false),
                    new Column("word", "text", false)));
    private static final Claims ADA = claims("authenticated", "ada");
    private static final Claims BEN = claims("authenticated", "ben");
    private static final Claims SERVICE = claims("service_role", null);
    private static final String ALL = "[{\"event\":\"*\",\"table\":\"notes\"}]";

    private final Journal journal = new Journal(1 << 20, Duration.ofMinutes(1), Clock.systemUTC());
    private final Map<String, Row> rows = new HashMap<>();
    private boolean hearsEverybody = true;
    private long positions;

    private final Explainer explainer = new Explainer(
            journal,
            new Announced(),
            new Bindings.Parser(new Announced(), (table, caller) -> Optional.empty()),
            (change, roles) -> new Owners(change),
            (table, key, caller) ->
                    Optional.ofNullable(rows.get(String.valueOf(key.get("id")))).filter(row -> sees(row, caller)),
            (change, row, somebody) -> List.of(new Said("owners", true, "(owner = auth.uid())", new Answer.Hidden())),
            () -> hearsEverybody,
            Clock.systemUTC());

    @Test
    void aRowThatIsAskedForAndSeenIsDelivered() throws UnusableQuestion {
        inserts(1, "ada", "old");
        inserts(1, "ada", "new");

        var explained = ask(ADA, "{\"key\":{\"id\":1}}", ALL);

        assertThat(explained.reason()).isEqualTo(Reason.DELIVERED);
        assertThat(explained.change())
                .isInstanceOfSatisfying(
                        Change.Insert.class, insert -> assertThat(insert.row()).isEqualTo(row(1, "ada", "new")));
        assertThat(explained.bindings()).singleElement().matches(ForBinding::isDelivered);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"event\":\"*\",\"schema\":\"public\"} | DELIVERED | may see it",
                "{\"event\":\"DELETE\",\"table\":\"notes\"} | OTHER_EVENT | asks for DELETE, not for INSERT",
                "{\"event\":\"*\",\"table\":\"others\"} | OTHER_TABLE | table others, and the row is in notes",
                "{\"event\":\"*\",\"schema\":\"aside\",\"table\":\"notes\"} | OTHER_SCHEMA | schema aside, and the row is in public",
                "{\"event\":\"*\",\"table\":\"notes\",\"filter\":\"word=eq.b\"} | FILTER | word is \"a\", and asked for is word=eq.b",
                "{\"event\":\"*\",\"table\":\"notes\",\"filter\":\"or(word.in.(b,c),id.gt.5)\"} | FILTER | id is 1, and asked for is id=gt.5",
                "{\"event\":\"*\",\"table\":\"notes\",\"filter\":\"word=neq.b,id=eq.1\"} | DELIVERED | is delivered",
            })
    void aBindingThatDoesNotMatchSaysWhichPartOfIt(String binding, Reason reason, String said) throws UnusableQuestion {
        inserts(1, "ada", "a");

        assertThat(ask(ADA, "{\"key\":{\"id\":1}}", "[" + binding + "]").bindings())
                .singleElement()
                .satisfies(one -> assertThat(one.reason()).isEqualTo(reason))
                .satisfies(one -> assertThat(one.said()).contains(said));
    }

    @Test
    void aConditionStandsBesideWhatTheRowHas() throws UnusableQuestion {
        inserts(1, "ada", "a");

        var conditions = ask(ADA, "{}", "[{\"table\":\"notes\",\"filter\":\"id=eq.1,word=eq.b\"}]")
                .bindings()
                .getFirst()
                .conditions();

        assertThat(conditions).extracting(Explanation.Held::condition).containsExactly("id=eq.1", "word=eq.b");
        assertThat(conditions).extracting(Explanation.Held::holds).containsExactly(true, false);
        assertThat(conditions.get(1).value()).isEqualTo(Json.MAPPER.valueToTree("a"));
    }

    @Test
    void aRowThatIsHiddenIsAsOneThatIsNotThere() throws UnusableQuestion {
        inserts(1, "ben", "secret");
        rows.put("1", row(1, "ben", "secret"));
        inserts(3, "ada", "other");

        var hidden = ask(ADA, "{\"key\":{\"id\":1}}", ALL);
        var absent = ask(ADA, "{\"key\":{\"id\":2}}", ALL);

        assertThat(hidden).isEqualTo(absent);
        assertThat(hidden.reason()).isEqualTo(Reason.NOTHING_TO_SEE);
        assertThat(hidden.change()).isNull();
    }

    @Test
    void theNewestChangeIsTheNewestThatTheCallerSees() throws UnusableQuestion {
        inserts(1, "ada", "mine");
        inserts(2, "ben", "not mine");

        var change = ask(ADA, "{}", ALL).change();

        assertThat(change)
                .isInstanceOfSatisfying(
                        Change.Insert.class, insert -> assertThat(insert.row()).isEqualTo(row(1, "ada", "mine")));
    }

    @Test
    void theServiceHearsWhichPolicyKeepsARowFromSomebody() throws UnusableQuestion {
        inserts(1, "ben", "secret");

        var explained = ask(SERVICE, ADA, "{\"key\":{\"id\":1}}", ALL);

        assertThat(explained.reason()).isEqualTo(Reason.POLICY);
        assertThat(explained.policies()).extracting(Said::name).containsExactly("owners");
        assertThat(explained.bindings())
                .singleElement()
                .satisfies(one -> assertThat(one.said()).contains("“owners” using (owner = auth.uid())"));
        assertThat(ask(SERVICE, BEN, "{\"key\":{\"id\":1}}", ALL).reason()).isEqualTo(Reason.DELIVERED);
    }

    @Test
    void aRowOfWhichNoChangeIsKnownSaysWhoElseMayHaveWrittenIt() throws UnusableQuestion {
        hearsEverybody = false;
        rows.put("1", row(1, "ada", "a"));

        var bindings = "[{\"event\":\"INSERT\",\"table\":\"notes\"},{\"table\":\"notes\",\"filter\":\"word=eq.b\"}]";
        var explained = ask(ADA, "{\"key\":{\"id\":1}}", bindings);

        assertThat(explained.reason()).isEqualTo(Reason.NO_CHANGE_KNOWN);
        assertThat(explained.said()).contains("entity listener");
        assertThat(explained.change()).isNull();
        assertThat(explained.bindings())
                .extracting(ForBinding::reason)
                .containsExactly(Reason.NO_CHANGE_KNOWN, Reason.FILTER);
        assertThat(ask(ADA, "{\"key\":{\"id\":1},\"event\":\"DELETE\"}", ALL).reason())
                .isEqualTo(Reason.NOTHING_TO_SEE);
    }

    @Test
    void aDeletedRowsOtherColumnsAreNotKnown() throws UnusableQuestion {
        journal.append(new Change.Delete(TABLE, row(Map.of("id", 1)), Instant.now(), next()));

        assertThat(ask(SERVICE, "{\"key\":{\"id\":1}}", "[{\"table\":\"notes\",\"filter\":\"word=eq.b\"}]")
                        .bindings()
                        .getFirst()
                        .said())
                .contains("REPLICA IDENTITY FULL");
    }

    @Test
    void whetherAnUnseenOldRowWasInTheFilterIsNotTold() throws UnusableQuestion {
        var bindings = "[{\"table\":\"notes\",\"filter\":\"word=eq.secret\",\"leave\":true}]";
        updates(row(1, "ben", "secret"), row(1, "ada", "a"));
        var left = ask(ADA, "{\"key\":{\"id\":1}}", bindings).bindings();
        updates(row(2, "ben", "other"), row(2, "ada", "a"));
        var stayed = ask(ADA, "{\"key\":{\"id\":2}}", bindings).bindings();

        assertThat(left).isEqualTo(stayed);
        assertThat(left.getFirst().reason()).isEqualTo(Reason.FILTER);
    }

    @Test
    void aTableThatIsNotAnnouncedSaysHowItIs() throws UnusableQuestion {
        var question = RowQuestion.of(object("{\"table\":\"elsewhere\"}"), ADA, ADA);

        assertThat(explainer.explain(question).said()).contains("ALTER PUBLICATION");
        assertThat(explainer.explain(question).reason()).isEqualTo(Reason.TABLE_NOT_ANNOUNCED);
    }

    @Test
    void aRoleThatMayNotReadTheTableIsToldWhatToGrant() throws UnusableQuestion {
        inserts(1, "ada", "a");

        var explained = ask(claims("anon", null), "{\"key\":{\"id\":1}}", ALL);

        assertThat(explained.reason()).isEqualTo(Reason.NOT_READABLE);
        assertThat(explained.bindings().getFirst().said()).contains("GRANT SELECT ON public.notes TO anon");
    }

    @Test
    void oneWrongEntryEndsAllAndSaysWhy() throws UnusableQuestion {
        inserts(1, "ada", "a");

        assertThat(ask(ADA, "{}", "[{\"table\":\"notes\"},{\"table\":\"notes\",\"filter\":\"word=is\"}]")
                        .bindings())
                .hasSize(2)
                .allSatisfy(one -> assertThat(one.reason()).isEqualTo(Reason.UNUSABLE_BINDINGS))
                .allSatisfy(one -> assertThat(one.said()).contains("Error parsing `filter` params"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{} | table | must be a name",
                "{\"table\":7} | table | must be a name",
                "{\"table\":\"notes\",\"event\":\"insert\"} | event | must be *, INSERT, UPDATE or DELETE",
                "{\"table\":\"notes\",\"key\":{}} | key | must be an object",
                "{\"table\":\"notes\",\"key\":{\"word\":\"a\"}} | key | nothing else: id",
                "{\"table\":\"notes\",\"key\":{\"id\":\"x\"}} | key | invalid input syntax for type bigint",
                "{\"table\":\"notes\",\"postgres_changes\":{}} | postgres_changes | must be a list",
            })
    void aQuestionThatIsNoneSaysWhatWouldBe(String body, String field, String said) {
        assertThatExceptionOfType(UnusableQuestion.class)
                .isThrownBy(() -> explainer.explain(RowQuestion.of(object(body), ADA, ADA)))
                .withMessageContaining(said)
                .satisfies(wrong -> assertThat(wrong.field()).isEqualTo(field));
    }

    private Explanation ask(Claims caller, String question, String bindings) throws UnusableQuestion {
        return ask(caller, caller, question, bindings);
    }

    private Explanation ask(Claims caller, Claims about, String question, String bindings) throws UnusableQuestion {
        var body = object(question).put("table", "notes");
        body.set("postgres_changes", Json.MAPPER.readTree(bindings));
        return explainer.explain(RowQuestion.of(body, caller, about));
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) Json.MAPPER.readTree(json);
    }

    private void inserts(int id, String owner, String word) {
        journal.append(new Change.Insert(TABLE, row(id, owner, word), Instant.now(), next()));
    }

    private void updates(Row old, Row row) {
        journal.append(new Change.Update(TABLE, row, old, Instant.EPOCH, next()));
    }

    private Position next() {
        return new Position(++positions, 0);
    }

    private static Row row(int id, String owner, String word) {
        return row(Map.of("id", id, "owner", owner, "word", word));
    }

    private static Row row(Map<String, Object> values) {
        var nodes = new HashMap<String, JsonNode>();
        values.forEach((name, value) -> nodes.put(name, Json.MAPPER.valueToTree(value)));
        return new Row(nodes);
    }

    private static Claims claims(String role, @Nullable String subject) {
        return new Claims("{}", role, subject, Instant.MAX);
    }

    private static boolean sees(Row row, Claims somebody) {
        var owner = row.get("owner");
        return somebody.role().equals("service_role")
                || (owner != null && owner.asString().equals(somebody.subject()));
    }

    private static final class Announced implements AnnouncedTables {
        @Override
        public List<Table> now() {
            return List.of(
                    TABLE,
                    new Table("public", "others", TABLE.columns()),
                    new Table("aside", "notes", TABLE.columns()));
        }

        @Override
        public List<Table> reread() {
            return now();
        }
    }

    /** Who sees what of a change: nobody anything but owners and the service, and {@code anon} may not read the table. */
    private record Owners(Change change) implements Visibility.Judge {

        @Override
        public boolean refuses(String role) {
            return role.equals("anon");
        }

        @Override
        public @Nullable Set<String> subjects(String role) {
            return null;
        }

        @Override
        public Sight of(Claims caller) {
            return Sight.OPEN;
        }

        @Override
        public List<Sight> ask(List<Claims> callers) {
            return callers.stream().map(this::sight).toList();
        }

        private Sight sight(Claims caller) {
            if (!sees(BindingReasons.row(change), caller)) {
                return Sight.NOTHING;
            }
            return change instanceof Change.Update update && !sees(update.old(), caller) ? Sight.KEY : Sight.ALL;
        }
    }
}
