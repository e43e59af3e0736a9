package dev.belfry.realtime.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.realtime.rows.Condition.Any;
import dev.belfry.realtime.rows.Condition.Comparison;
import dev.belfry.realtime.rows.Condition.Not;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowsQueryTest {

    /** @param parameters names and values by turns */
    private static RowsQuery of(String... parameters) {
        var map = new MultivaluedHashMap<String, String>();
        for (var i = 0; i < parameters.length; i += 2) {
            map.add(parameters[i], parameters[i + 1]);
        }
        return RowsQuery.of(map);
    }

    private static Comparison comparison(String column, Operator operator, String value, String... steps) {
        return new Comparison(new FieldPath(column, List.of(steps), steps.length > 0), operator, value);
    }

    @Test
    void filtersOnOneColumnAllCount() {
        assertThat(of("version", "gte.1", "version", "lt.3").own().conditions())
                .containsExactly(comparison("version", Operator.GTE, "1"), comparison("version", Operator.LT, "3"));
    }

    @Test
    void aFilterMayReachIntoJson() {
        assertThat(of("metrics->>views", "gt.3").own().conditions())
                .containsExactly(comparison("metrics", Operator.GT, "3", "views"));
    }

    @Test
    void groupsAreFiltersToo() {
        var any = new Any(List.of(comparison("a", Operator.EQ, "1"), comparison("b", Operator.EQ, "2")));

        assertThat(of("or", "(a.eq.1,b.eq.2)").own().conditions()).containsExactly(any);
        assertThat(of("not.or", "(a.eq.1,b.eq.2)").own().conditions()).containsExactly(new Not(any));
    }

    @Test
    void whatIsAskedOfAnEmbeddedTableIsItsOwn() {
        var query = of(
                "select",
                "*,people(*)",
                "people.status",
                "eq.x",
                "people.limit",
                "3",
                "people.order",
                "a.desc",
                "people.not.or",
                "(a.eq.1)",
                "limit",
                "5");

        assertThat(query.clauses(List.of("people")))
                .isEqualTo(new Clauses(
                        query.clauses(List.of("people")).conditions(), Ordering.parse("a.desc"), new Page(0, 3)));
        assertThat(query.clauses(List.of("people")).conditions()).hasSize(2);
        assertThat(query.own()).isEqualTo(new Clauses(List.of(), List.of(), new Page(0, 5)));
    }

    @Test
    void columnsAndConflictsAreListsOfNames() {
        var query = of("columns", "\"id\",\"title\"", "on_conflict", "event_id,user_id", "apikey", "x");

        assertThat(query.columns()).containsExactly("id", "title");
        assertThat(query.onConflict()).containsExactly("event_id", "user_id");
        assertThat(query.clauses()).isEmpty();
    }

    @Test
    void orderingsFollowOneAnother() {
        assertThat(Ordering.parse("a,b.desc.nullslast, c->>d.asc.nullsfirst, e.nullsfirst"))
                .containsExactly(
                        new Ordering(new FieldPath("a", List.of(), false), "asc"),
                        new Ordering(new FieldPath("b", List.of(), false), "desc nulls last"),
                        new Ordering(new FieldPath("c", List.of("d"), true), "asc nulls first"),
                        new Ordering(new FieldPath("e", List.of(), false), "asc nulls first"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.up", "a,,b", "a.desc.asc", ".desc", "a.nullslast.desc", "events(title).desc"})
    void whatIsNoOrderIsNamed(String order) {
        assertThatThrownBy(() -> Ordering.parse(order)).hasMessage("failed to parse order (" + order + ")");
    }

    @ParameterizedTest
    @CsvSource({"limit, x", "limit, 1.5", "offset, 1e3", "limit, ''", "offset, 12345678901"})
    void aPageIsOfNumbers(String name, String value) {
        assertThatThrownBy(() -> of(name, value)).hasMessage(name + " must be a number, and is " + value);
    }

    @Test
    void aPageThatCannotBeIsRefusedWith416() {
        assertThatThrownBy(() -> of("limit", "-1")).hasMessage("Requested range not satisfiable");
        assertThatThrownBy(() -> Page.ALL.within("9-0")).hasMessage("Requested range not satisfiable");
    }

    @Test
    void theHeaderNarrowsThePage() {
        assertThat(Page.ALL.within("10-19")).isEqualTo(new Page(10, 10));
        assertThat(Page.ALL.within("items=10-")).isEqualTo(new Page(10, null));
        assertThat(new Page(0, 5).within("2-19")).isEqualTo(new Page(2, 5));
        assertThat(new Page(0, 5).within("bytes=0-9")).isEqualTo(new Page(0, 5));
        assertThat(new Page(0, 5).within(null)).isEqualTo(new Page(0, 5));
    }

    @Test
    void theFirstPreferenceCountsAndUnknownOnesDoNot() {
        var preferences = Preferences.parse(List.of("return=representation, count=exact", "count=planned,odd=1"));

        assertThat(preferences.wantsRows()).isTrue();
        assertThat(preferences.count()).isEqualTo(Preferences.Count.EXACT);
        assertThat(preferences.applied()).isEqualTo("count=exact, return=representation");
    }

    @Test
    void strictHandlingRefusesUnknownPreferences() {
        assertThatThrownBy(() -> Preferences.parse(List.of("odd=1", "handling=strict")))
                .hasMessage("Invalid preferences given with handling=strict");
        assertThatThrownBy(() -> Preferences.parse(List.of("tx=rollback"))).hasMessageContaining("tx=rollback");
    }

    @Test
    void maxAffectedCountsWithStrictHandlingOnly() {
        assertThat(Preferences.parse(List.of("max-affected=3")).maxAffected()).isNull();
        assertThat(Preferences.parse(List.of("handling=strict", "max-affected=3"))
                        .maxAffected())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json                                 | false | false",
                "text/csv, */*;q=0.1                              | false | false",
                "application/vnd.pgrst.object+json                | true  | false",
                "application/vnd.pgrst.object+json;nulls=stripped | true  | true",
                "application/vnd.pgrst.array+json; nulls=stripped | false | true"
            })
    void theFirstMediaTypeThatIsKnownIsTaken(String accept, boolean single, boolean withoutNulls) {
        var media = Media.of(accept);

        assertThat(media.single()).isEqualTo(single);
        assertThat(media.withoutNulls()).isEqualTo(withoutNulls);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/csv", "application/geo+json", "application/vnd.pgrst.plan+text; for=\"x\""})
    void otherMediaTypesAreRefused(String accept) {
        assertThatThrownBy(() -> Media.of(accept)).hasMessage("None of these media types are available: " + accept);
    }
}
