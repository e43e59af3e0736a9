package dev.belfry.realtime.rows.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.realtime.rows.problem.RowsProblem;
import dev.belfry.realtime.rows.query.Field.Step;
import dev.belfry.realtime.rows.query.Selected.Embedded;
import dev.belfry.realtime.rows.query.Selected.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectedTest {

    private static Value value(@Nullable String alias, String column, Step... steps) {
        return new Value(new Field(column, List.of(steps)), alias, null, null, null);
    }

    @Test
    void columnsMayHaveAnotherNameAndQuotes() {
        assertThat(Selected.parse("id, name:title,\"odd,name\",*"))
                .containsExactly(value(null, "id"), value("name", "title"), value(null, "odd,name"), value(null, "*"));
    }

    @Test
    void aValueInJsonIsCalledByItsLastKey() {
        assertThat(Selected.parse("metrics->channels->0,metrics->>views,metrics->1").stream()
                        .map(item -> ((Value) item).field().nameOfPath()))
                .containsExactly("channels", "views", "metrics");
    }

    @Test
    void valuesMayBeCastAndAggregated() {
        assertThat(Selected.parse("id::text,n:capacity::int.sum()::text,count(),c:count()::text"))
                .containsExactly(
                        new Value(new Field("id", List.of()), null, "\"text\"", null, null),
                        new Value(new Field("capacity", List.of()), "n", "int", Aggregate.SUM, "\"text\""),
                        new Value(new Field("*", List.of()), null, null, Aggregate.COUNT, null),
                        new Value(new Field("*", List.of()), "c", null, Aggregate.COUNT, "\"text\""));
    }

    @Test
    void relationsAreEmbeddedInOneAnotherOrSpread() {
        assertThat(Selected.parse("*,people:event_participants!event_id!inner(id),events!left(x()),...owners(name)"))
                .containsExactly(
                        value(null, "*"),
                        new Embedded(
                                "event_participants", "people", "event_id", true, false, List.of(value(null, "id"))),
                        new Embedded(
                                "events",
                                null,
                                null,
                                false,
                                false,
                                List.of(new Embedded("x", null, null, false, false, List.of()))),
                        new Embedded("owners", null, null, false, true, List.of(value(null, "name"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id,",
                ",id",
                "id title(",
                "id::",
                "a:",
                "x(",
                "x(id",
                "x!(id)",
                "(id)",
                "\"id",
                "id::text)x",
                "*x",
                "id::te-xt",
                "id::$$",
                "id::a$b",
                "id::text as x",
                "id::1",
                "id::text;",
                "id.sum",
                "...x",
                "id->"
            })
    void whatIsNoListIsNamed(String select) {
        assertThatThrownBy(() -> Selected.parse(select))
                .isInstanceOf(RowsProblem.class)
                .hasMessageContaining("failed to parse select parameter (" + select + ")");
    }

    @Test
    void nestingHasAnEnd() {
        var select = "a(".repeat(50_000) + "id" + ")".repeat(50_000);

        assertThatThrownBy(() -> Selected.parse(select)).isInstanceOf(RowsProblem.class);
    }
}
