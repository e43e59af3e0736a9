package dev.belfry.realtime.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.realtime.rows.problem.RowsProblem;
import dev.belfry.realtime.rows.sql.Counting;
import dev.belfry.realtime.rows.sql.Format;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What headers and bodies say, before anything is looked up. */
class HeadersTest {

    @Test
    void theFirstPreferenceCountsAndUnknownOnesDoNot() {
        var preferences = Preferences.parse(List.of("return=representation, count=exact", "count=planned,odd=1"), true);

        assertThat(preferences.wantsRows()).isTrue();
        assertThat(preferences.counting()).isEqualTo(Counting.EXACT);
        assertThat(preferences.unknown()).containsExactly("odd=1");
        assertThat(preferences.applied(List.of())).isEqualTo("return=representation, count=exact");
        assertThat(preferences.applied(List.of("return"))).isEqualTo("count=exact");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tx=rollback", " tx=rollback ", "return=minimal, tx=rollback"})
    void nobodyRollsBackWhereThatIsNotAllowed(String header) {
        assertThat(Preferences.parse(List.of(header), true).isRolledBack()).isTrue();

        var refused = Preferences.parse(List.of(header), false);

        assertThat(refused.isRolledBack()).isFalse();
        assertThat(refused.unknown()).containsExactly("tx=rollback"); // an error with handling=strict
        assertThat(refused.applied(List.of())).doesNotContain("tx");
    }

    @Test
    void maxAffectedCountsWithStrictHandlingOnly() {
        assertThat(Preferences.parse(List.of("max-affected=3"), true).maxAffected())
                .isNull();
        assertThat(Preferences.parse(List.of("handling=strict", "max-affected=3"), true)
                        .maxAffected())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json                                 | ARRAY",
                "image/png, */*;q=0.1                             | ARRAY",
                "application/json;q=0.5, text/csv                 | CSV",
                "Application/Vnd.PgRst.object+json                | OBJECT",
                "application/vnd.pgrst.object+json;nulls=stripped | OBJECT_WITHOUT_NULLS",
                "application/vnd.pgrst.array+json; nulls=stripped | ARRAY_WITHOUT_NULLS",
                "application/vnd.pgrst.plan+json; for=\"text/csv\" | CSV"
            })
    void theMediaTypeThatIsWantedMostIsTaken(String accept, Format format) {
        assertThat(Media.of(accept, true).format()).isEqualTo(format);
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/png", "application/geo+json", "application/vnd.pgrst.plan+text"})
    void otherMediaTypesAreRefused(String accept) {
        assertThatThrownBy(() -> Media.of(accept, false))
                .hasMessage("None of these media types are available: " + accept);
    }

    @Test
    void aBodyIsReadForItsShapeAlone() {
        assertThat(json("{\"a\":1,\"b\":[{\"c\":2}]}"))
                .isEqualTo(new Body("{\"a\":1,\"b\":[{\"c\":2}]}", false, Set.of("a", "b")));
        assertThat(json("[{\"a\":1},{\"a\":null}]").names()).containsExactly("a");
        assertThat(json("[]")).isEqualTo(new Body("[]", true, Set.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"a\":1",
                "{} {}",
                "[{\"a\":1},{\"b\":1}]",
                "[1]",
                "nope",
                "{\"a\":1e9999999999}",
                "[{},",
                "{\"a\":01}"
            })
    void whatIsNoBodyIsRefused(String body) {
        assertThatThrownBy(() -> json(body)).isInstanceOf(RowsProblem.class);
    }

    /** Ten thousand digits each, in six characters. */
    @Test
    void numbersThatAreLongerThanTheyLookAreWeighed() {
        assertThatThrownBy(() -> json("{\"a\":[" + "1e9999,".repeat(2000) + "1]}"))
                .hasMessageContaining("digits");
        assertThat(json("{\"a\":[" + "1e9999,".repeat(100) + "1]}").names()).containsExactly("a");
    }

    @Test
    void deepBodiesAreRefused() {
        assertThatThrownBy(() -> json("{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}"))
                .isInstanceOf(RowsProblem.class);
    }

    @Test
    void commaSeparatedValuesMayHoldCommasAndLines() {
        var body = Body.csv("a,b\r\n1,\"x,\"\"y\"\"\nz\"\r\nNULL,\r\n".getBytes(StandardCharsets.UTF_8));

        assertThat(body.json()).isEqualTo("[{\"a\":\"1\",\"b\":\"x,\\\"y\\\"\\nz\"},{\"a\":null,\"b\":\"\"}]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b\n1", "a\n\"open", "a,b\n\"x\"y,2", ""})
    void linesThatAreNoneAreRefused(String csv) {
        assertThatThrownBy(() -> Body.csv(csv.getBytes(StandardCharsets.UTF_8))).isInstanceOf(RowsProblem.class);
    }

    @Test
    void aUrlIsReadAsItCame() {
        assertThat(QueryString.parse("a=eq.%22x%2Cy%22&b=1+2&c=100%&d").stream()
                        .map(parameter -> parameter.name() + ":" + parameter.value()))
                .containsExactly("a:eq.\"x,y\"", "b:1 2", "c:100%", "d:");
        assertThatThrownBy(() -> QueryString.parse("a=eq.%00")).isInstanceOf(RowsProblem.class);
    }

    private static Body json(String text) {
        return Body.json(text.getBytes(StandardCharsets.UTF_8), null);
    }

    @Test
    void aSmallBodyOfManyNamesDoesNotGrow() {
        var names = "\"" + "a".repeat(100_000) + "\"\n" + "1\n".repeat(100_000);
        var fields = "a\n" + "1\n".repeat(4_000_000);

        for (var csv : List.of(names, fields)) {
            assertThatThrownBy(() -> Body.csv(csv.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOfSatisfying(
                            RowsProblem.class,
                            problem -> assertThat(problem.code()).isEqualTo("54000"));
        }
    }

    /** An expression that looks ahead takes quadratic time for the one, and the stack for the other. */
    @ParameterizedTest
    @ValueSource(strings = {",", "\"", "\"\"", ";", ",\"", ";q=\"", "a,", "\",\""})
    @Timeout(10)
    void aLongAcceptIsReadInOnePass(String piece) {
        var accept = piece.repeat(100_000) + "\",application/json";

        assertThatCode(() -> Media.of("text/csv," + accept, true)).doesNotThrowAnyException();
    }

    @Test
    void aMediaRangeEndsAtNoCommaInQuotes() {
        var media = Media.of("application/vnd.pgrst.plan+json;for=\"text/csv, x;y\", text/csv;q=0.5", true);

        assertThat(media.type()).startsWith("text/csv");
    }
}
