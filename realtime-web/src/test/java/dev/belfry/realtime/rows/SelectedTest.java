package dev.belfry.realtime.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.realtime.rows.Selected.Count;
import dev.belfry.realtime.rows.Selected.Embedded;
import dev.belfry.realtime.rows.Selected.Everything;
import dev.belfry.realtime.rows.Selected.Field;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectedTest {

    private static Field field(String name, String column, String... steps) {
        return new Field(name, new FieldPath(column, List.of(steps), false));
    }

    @Test
    void nothingIsEverything() {
        assertThat(Selected.parse("")).containsExactly(new Everything());
        assertThat(Selected.parse("*")).containsExactly(new Everything());
    }

    @Test
    void columnsMayHaveAnotherNameAndQuotes() {
        assertThat(Selected.parse("id,name:title,\"odd,name\""))
                .containsExactly(field("id", "id"), field("name", "title"), field("odd,name", "odd,name"));
    }

    @Test
    void aValueInJsonIsCalledByItsLastKey() {
        assertThat(Selected.parse("metrics->channels->0,first:metrics->channels->0,metrics->>views"))
                .containsExactly(
                        field("channels", "metrics", "channels", "0"),
                        field("first", "metrics", "channels", "0"),
                        new Field("views", new FieldPath("metrics", List.of("views"), true)));
    }

    @Test
    void countIsWrittenWithParenthesesOrWithout() {
        assertThat(Selected.parse("count,n:count()")).containsExactly(new Count("count"), new Count("n"));
    }

    @Test
    void tablesAreEmbeddedInOneAnother() {
        assertThat(Selected.parse("*,people:event_participants!event_id!inner(count),events!left(id,x(*))"))
                .containsExactly(
                        new Everything(),
                        new Embedded("people", "event_participants", "event_id", true, List.of(new Count("count"))),
                        new Embedded(
                                "events",
                                "events",
                                null,
                                false,
                                List.of(
                                        field("id", "id"),
                                        new Embedded("x", "x", null, false, List.of(new Everything())))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id,",
                ",id",
                "id title(",
                "id::text",
                "a:",
                "x(",
                "x(id",
                "x()",
                "x!(id)",
                "...x(id)",
                "(id)",
                "\"id"
            })
    void whatIsNoListIsNamed(String select) {
        assertThatThrownBy(() -> Selected.parse(select))
                .isInstanceOf(RowsProblem.class)
                .hasMessage("failed to parse select parameter (" + select + ")");
    }

    @Test
    void otherAggregatesAreRefusedAsSuch() {
        assertThatThrownBy(() -> Selected.parse("capacity.sum()")).hasMessageContaining("aggregate");
    }

    @Test
    void nestingHasAnEnd() {
        var select = "a(".repeat(50_000) + "id" + ")".repeat(50_000);

        assertThatThrownBy(() -> Selected.parse(select)).isInstanceOf(RowsProblem.class);
    }
}
