package dev.belfry.realtime.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.realtime.rows.Condition.All;
import dev.belfry.realtime.rows.Condition.Any;
import dev.belfry.realtime.rows.Condition.Comparison;
import dev.belfry.realtime.rows.Condition.Is;
import dev.belfry.realtime.rows.Condition.Not;
import dev.belfry.realtime.rows.Condition.OneOf;
import dev.belfry.realtime.rows.Condition.Quantified;
import dev.belfry.realtime.rows.Condition.Search;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {

    private static final FieldPath A = field("a");
    private static final FieldPath B = field("b");

    private static FieldPath field(String column) {
        return new FieldPath(column, List.of(), false);
    }

    private static Condition of(String test) {
        return Condition.parse(A, "a", test);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "a.b,c(d)", "\"quoted\"", " padded ", "not.eq.1", "🔔"})
    void aValueOutsideOfGroupsIsTakenAsItIs(String value) {
        assertThat(of("eq." + value)).isEqualTo(new Comparison(A, Operator.EQ, value));
    }

    @ParameterizedTest
    @CsvSource({
        "eq, EQ",
        "neq, NEQ",
        "gt, GT",
        "gte, GTE",
        "lt, LT",
        "lte, LTE",
        "like, LIKE",
        "ilike, ILIKE",
        "match, MATCH",
        "imatch, IMATCH",
        "isdistinct, IS_DISTINCT",
        "cs, CONTAINS",
        "cd, CONTAINED",
        "ov, OVERLAPS",
        "sl, LEFT_OF",
        "sr, RIGHT_OF",
        "nxr, NOT_RIGHT_OF",
        "nxl, NOT_LEFT_OF",
        "adj, ADJACENT"
    })
    void operatorsAreKnownByTheirWords(String word, Operator operator) {
        assertThat(of(word + ".1")).isEqualTo(new Comparison(A, operator, "1"));
    }

    @Test
    void notNegatesWhatComesBehindIt() {
        assertThat(of("not.eq.1")).isEqualTo(new Not(new Comparison(A, Operator.EQ, "1")));
        assertThat(of("not.in.(1,2)")).isEqualTo(new Not(new OneOf(A, List.of("1", "2"))));
    }

    @Test
    void anyAndAllTakeAnArray() {
        assertThat(of("like(any).{a%,b%}")).isEqualTo(new Quantified(A, Operator.LIKE, false, "{a%,b%}"));
        assertThat(of("eq(all).{1}")).isEqualTo(new Quantified(A, Operator.EQ, true, "{1}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "(a,b)                | a;b",
                "(\"a,b\",c)          | a,b;c",
                "(\"say \\\"hi\\\"\") | say \"hi\"",
                "(\"a\"b,c)           | \"a\"b;c",
                "(\"open,c)           | \"open;c",
                "(null,1.5)           | null;1.5"
            })
    void aListHasElementsInQuotesOrWithout(String list, String elements) {
        assertThat(of("in." + list)).isEqualTo(new OneOf(A, List.of(elements.split(";", -1))));
    }

    @Test
    void aListMayBeEmptyAndMayHaveAnEmptyElement() {
        assertThat(of("in.()")).isEqualTo(new OneOf(A, List.of()));
        assertThat(of("in.(\"\")")).isEqualTo(new OneOf(A, List.of("")));
    }

    @ParameterizedTest
    @CsvSource({"null, null", "NULL, null", "not_null, not null", "true, true", "false, false", "unknown, unknown"})
    void isAsksForAState(String written, String sql) {
        assertThat(of("is." + written)).isEqualTo(new Is(A, sql));
    }

    @Test
    void searchesMayNameTheirConfiguration() {
        assertThat(of("fts.cat & dog")).isEqualTo(new Search(A, "fts", null, "cat & dog"));
        assertThat(of("wfts(english).\"fat cat\"")).isEqualTo(new Search(A, "wfts", "english", "\"fat cat\""));
    }

    @Test
    void groupsMayBeNestedAndNegated() {
        assertThat(Condition.group(true, "(a.eq.1,not.and(b.gt.2,a.is.null),b.not.in.(x,y))"))
                .isEqualTo(new Any(List.of(
                        new Comparison(A, Operator.EQ, "1"),
                        new Not(new All(List.of(new Comparison(B, Operator.GT, "2"), new Is(A, "null")))),
                        new Not(new OneOf(B, List.of("x", "y"))))));
    }

    @Test
    void blanksBetweenPartsAreNothing() {
        assertThat(Condition.group(true, "(a.eq.1, or(a.eq.2, b.eq.3))"))
                .isEqualTo(new Any(List.of(
                        new Comparison(A, Operator.EQ, "1"),
                        new Any(List.of(new Comparison(A, Operator.EQ, "2"), new Comparison(B, Operator.EQ, "3"))))));
    }

    @Test
    void aValueInAGroupIsInQuotesOrBracesOrEndsAtTheComma() {
        assertThat(Condition.group(false, "(a.eq.\"x,y)\",a.cs.{\"k\":{\"}\":[1,2]}},b.cs.{1,2},b.eq.)"))
                .isEqualTo(new All(List.of(
                        new Comparison(A, Operator.EQ, "x,y)"),
                        new Comparison(A, Operator.CONTAINS, "{\"k\":{\"}\":[1,2]}}"),
                        new Comparison(B, Operator.CONTAINS, "{1,2}"),
                        new Comparison(B, Operator.EQ, ""))));
    }

    @Test
    void fieldsMayBeQuotedAndReachIntoJson() {
        assertThat(Condition.group(true, "(\"odd. name\".eq.1,a->b->>0.eq.x)"))
                .isEqualTo(new Any(List.of(
                        new Comparison(field("odd. name"), Operator.EQ, "1"),
                        new Comparison(new FieldPath("a", List.of("b", "0"), true), Operator.EQ, "x"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eq",
                "",
                "1",
                "xx.1",
                "not",
                "not.",
                "in.1",
                "in.(1",
                "in.(1)x",
                "is.1",
                "neq(any).{1}",
                "eq(some).{1}",
                "eq(any.1",
                "fts(english.x"
            })
    void whatIsNoTestIsNamed(String test) {
        assertThatThrownBy(() -> of(test))
                .isInstanceOf(RowsProblem.class)
                .hasMessage("failed to parse filter a (" + test + ")");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "()", "a.eq.1", "(a.eq.1", "(a.eq.1))", "(a.eq.1,)", "(a)", "(a.cs.{1)", "(.eq.1)"})
    void whatIsNoGroupIsNamed(String group) {
        assertThatThrownBy(() -> Condition.group(true, group))
                .isInstanceOf(RowsProblem.class)
                .hasMessage("failed to parse logic tree (" + group + ")");
    }

    @Test
    void nestingHasAnEnd() {
        var group = "(or".repeat(50_000) + "(a.eq.1)" + ")".repeat(50_000);

        assertThatThrownBy(() -> Condition.group(true, group)).isInstanceOf(RowsProblem.class);
    }
}
