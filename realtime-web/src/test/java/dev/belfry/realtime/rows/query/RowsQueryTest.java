package dev.belfry.realtime.rows.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.realtime.rows.query.Condition.Group;
import dev.belfry.realtime.rows.query.Operation.Comparison;
import dev.belfry.realtime.rows.query.Operation.Operator;
import dev.belfry.realtime.rows.query.RowsQuery.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowsQueryTest {

    /** @param parameters names and values by turns */
    private static RowsQuery of(String... parameters) {
        return RowsQuery.parse(listed(parameters), false);
    }

    private static List<Parameter> listed(String... parameters) {
        var list = new ArrayList<Parameter>();
        for (var i = 0; i < parameters.length; i += 2) {
            list.add(new Parameter(parameters[i], parameters[i + 1]));
        }
        return list;
    }

    private static Condition comparison(String column, Operator operator, String value) {
        return new Condition.Test(new Field(column, List.of()), false, new Comparison(operator, null, value));
    }

    @Test
    void filtersOnOneColumnAllCount() {
        assertThat(of("version", "gte.1", "version", "lt.3").clauses().conditions())
                .containsExactly(comparison("version", Operator.GTE, "1"), comparison("version", Operator.LT, "3"));
    }

    @Test
    void groupsAreFiltersToo() {
        var parts = List.of(comparison("a", Operator.EQ, "1"), comparison("b", Operator.EQ, "2"));

        assertThat(of("or", "(a.eq.1,b.eq.2)").clauses().conditions()).containsExactly(new Group(false, true, parts));
        assertThat(of("not.and", "(a.eq.1,b.eq.2)").clauses().conditions())
                .containsExactly(new Group(true, false, parts));
    }

    @Test
    void whatIsAskedOfAnEmbeddedRelationIsItsOwn() {
        var query = of(
                "people.status",
                "eq.x",
                "people.limit",
                "3",
                "people.order",
                "a.desc",
                "people.not.or",
                "(a.eq.1)",
                "people.events.offset",
                "2",
                "limit",
                "5");
        var people = Objects.requireNonNull(query.clauses().inner().get("people"));

        assertThat(people.conditions()).hasSize(2);
        assertThat(people.order()).isEqualTo(Ordering.parse("a.desc"));
        assertThat(people.span()).isEqualTo(new Span(0, 3L));
        assertThat(people.inner().get("events")).extracting(Clauses::span).isEqualTo(new Span(2, null));
        assertThat(query.clauses().conditions()).isEmpty();
        assertThat(query.clauses().span()).isEqualTo(new Span(0, 5L));
    }

    @Test
    void columnsAndConflictsAreListsOfNames() {
        var query = of("columns", "\"id\",\"title\"", "on_conflict", "event_id,user_id", "apikey", "x");

        assertThat(query.columns()).containsExactly("id", "title");
        assertThat(query.onConflict()).containsExactly("event_id", "user_id");
        assertThat(query.clauses()).isEqualTo(Clauses.NONE);
    }

    @Test
    void whatIsNoFilterIsAnArgumentOfAFunction() {
        var query = RowsQuery.parse(listed("a", "1", "b", "eq.2", "v", "x", "v", "y"), true);

        assertThat(query.arguments()).containsOnlyKeys("a", "v").containsEntry("v", List.of("x", "y"));
        assertThat(query.clauses().conditions()).containsExactly(comparison("b", Operator.EQ, "2"));
    }

    @Test
    void orderingsFollowOneAnother() {
        assertThat(Ordering.parse("a,b.desc.nullslast, e.nullsfirst,clients(name).desc"))
                .containsExactly(
                        new Ordering(null, new Field("a", List.of()), ""),
                        new Ordering(null, new Field("b", List.of()), " desc nulls last"),
                        new Ordering(null, new Field("e", List.of()), " nulls first"),
                        new Ordering("clients", new Field("name", List.of()), " desc"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.up", "a,,b", "a.desc.asc", ".desc", "a.nullslast.desc", "events(title,id)"})
    void whatIsNoOrderIsNamed(String order) {
        assertThatThrownBy(() -> Ordering.parse(order)).hasMessageContaining("failed to parse order (" + order + ")");
    }

    @ParameterizedTest
    @CsvSource({"limit, x", "limit, 1.5", "offset, 1e3", "limit, ''", "offset, 1234567890123456789"})
    void aPageIsOfNumbers(String name, String value) {
        assertThatThrownBy(() -> of(name, value)).hasMessageContaining("failed to parse " + name + " (" + value + ")");
    }

    @Test
    void aPageThatCannotBeIsRefused() {
        assertThatThrownBy(() -> of("limit", "-1")).hasMessage("Requested range not satisfiable");
        assertThatThrownBy(() -> Span.ALL.within("9-0")).hasMessage("Requested range not satisfiable");
    }

    @Test
    void theHeaderNarrowsThePage() {
        assertThat(Span.ALL.within("10-19")).isEqualTo(new Span(10, 10L));
        assertThat(Span.ALL.within("items=10-")).isEqualTo(new Span(10, null));
        assertThat(new Span(0, 5L).within("2-19")).isEqualTo(new Span(2, 3L));
        assertThat(new Span(0, 5L).within("bytes=0-9")).isEqualTo(new Span(0, 5L));
        assertThat(new Span(0, 5L).within(null)).isEqualTo(new Span(0, 5L));
    }
}
