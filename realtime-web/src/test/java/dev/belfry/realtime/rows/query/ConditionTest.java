package dev.belfry.realtime.rows.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.realtime.rows.problem.RowsProblem;
import dev.belfry.realtime.rows.query.Condition.Group;
import dev.belfry.realtime.rows.query.Condition.Test;
import dev.belfry.realtime.rows.query.Field.Step;
import dev.belfry.realtime.rows.query.Operation.Comparison;
import dev.belfry.realtime.rows.query.Operation.Is;
import dev.belfry.realtime.rows.query.Operation.OneOf;
import dev.belfry.realtime.rows.query.Operation.Operator;
import dev.belfry.realtime.rows.query.Operation.Quantifier;
import dev.belfry.realtime.rows.query.Operation.Search;
import dev.belfry.realtime.rows.query.Operation.Searched;
import dev.belfry.realtime.rows.query.Operation.State;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {

    private static final Field A = field("a");
    private static final Field B = field("b");

    private static Field field(String column, Step... steps) {
        return new Field(column, List.of(steps));
    }

    private static Condition of(String test) {
        return Condition.parse(A, test);
    }

    private static Test test(Field field, Operation operation) {
        return new Test(field, false, operation);
    }

    private static Test not(Field field, Operation operation) {
        return new Test(field, true, operation);
    }

    private static Comparison eq(String value) {
        return new Comparison(Operator.EQ, null, value);
    }

    private static Group any(String group) {
        return Condition.group(false, true, group);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "a.b,c(d)", "\"quoted\"", " padded ", "not.eq.1", "🔔"})
    void aValueOutsideOfGroupsIsTakenAsItIs(String value) {
        assertThat(of("eq." + value)).isEqualTo(test(A, eq(value)));
    }

    @ParameterizedTest
    @EnumSource
    void operatorsAreKnownByTheirWords(Operator operator) {
        assertThat(of(operator.name().toLowerCase(java.util.Locale.ROOT) + ".1"))
                .isEqualTo(test(A, new Comparison(operator, null, "1")));
    }

    @org.junit.jupiter.api.Test
    void notNegatesWhatComesBehindIt() {
        assertThat(of("not.eq.1")).isEqualTo(not(A, eq("1")));
        assertThat(of("not.in.(1,2)")).isEqualTo(not(A, new OneOf(List.of("1", "2"))));
    }

    @org.junit.jupiter.api.Test
    void anyAndAllTakeAnArray() {
        assertThat(of("like(any).{a%,b%}"))
                .isEqualTo(test(A, new Comparison(Operator.LIKE, Quantifier.ANY, "{a%,b%}")));
        assertThat(of("eq(all).{1}")).isEqualTo(test(A, new Comparison(Operator.EQ, Quantifier.ALL, "{1}")));
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
        assertThat(of("in." + list)).isEqualTo(test(A, new OneOf(List.of(elements.split(";", -1)))));
    }

    @org.junit.jupiter.api.Test
    void aListMayBeEmpty() {
        assertThat(of("in.()")).isEqualTo(test(A, new OneOf(List.of(""))));
        assertThat(of("in.(\"\",x)")).isEqualTo(test(A, new OneOf(List.of("", "x"))));
    }

    @ParameterizedTest
    @CsvSource({"null, NULL", "NULL, NULL", "not_null, NOT_NULL", "true, TRUE", "false, FALSE", "Unknown, UNKNOWN"})
    void isAsksForAState(String written, State state) {
        assertThat(of("is." + written)).isEqualTo(test(A, new Is(state)));
    }

    @org.junit.jupiter.api.Test
    void searchesMayNameTheirConfiguration() {
        assertThat(of("fts.cat & dog")).isEqualTo(test(A, new Searched(Search.FTS, null, "cat & dog")));
        assertThat(of("wfts(english).\"fat cat\""))
                .isEqualTo(test(A, new Searched(Search.WFTS, "english", "\"fat cat\"")));
    }

    @org.junit.jupiter.api.Test
    void groupsMayBeNestedAndNegated() {
        assertThat(any("(a.eq.1,not.and(b.gt.2,a.is.null),b.not.in.(x,y))"))
                .isEqualTo(new Group(
                        false,
                        true,
                        List.of(
                                test(A, eq("1")),
                                new Group(
                                        true,
                                        false,
                                        List.of(
                                                test(B, new Comparison(Operator.GT, null, "2")),
                                                test(A, new Is(State.NULL)))),
                                not(B, new OneOf(List.of("x", "y"))))));
    }

    @org.junit.jupiter.api.Test
    void blanksBetweenPartsAreNothing() {
        assertThat(any("( a.eq.1, or(a.eq.2, b.eq.3) )")).isEqualTo(any("(a.eq.1,or(a.eq.2,b.eq.3))"));
    }

    @org.junit.jupiter.api.Test
    void aValueInAGroupIsInQuotesOrBracesOrEndsAtTheComma() {
        assertThat(any("(a.eq.\"x,y)\",a.cs.{\"k\":{\"}\":[1,2]}},b.cs.{1,2},b.eq.)")
                        .parts())
                .containsExactly(
                        test(A, eq("x,y)")),
                        test(A, new Comparison(Operator.CS, null, "{\"k\":{\"}\":[1,2]}}")),
                        test(B, new Comparison(Operator.CS, null, "{1,2}")),
                        test(B, eq("")));
    }

    @org.junit.jupiter.api.Test
    void fieldsMayBeQuotedAndReachIntoJson() {
        assertThat(any("(\"odd. name\".eq.1,a->b->>0.eq.x,a->c-d->-1.eq.y)").parts())
                .containsExactly(
                        test(field("odd. name"), eq("1")),
                        test(field("a", new Step("b", false, false), new Step("0", true, true)), eq("x")),
                        test(field("a", new Step("c-d", false, false), new Step("-1", true, false)), eq("y")));
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
                .hasMessageContaining("failed to parse filter (" + test + ")");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "()", "a.eq.1", "(a.eq.1", "(a.eq.1,)", "(a)", "(a.cs.{1", "(.eq.1)", "(a.eq.1)x"})
    void whatIsNoGroupIsNamed(String group) {
        assertThatThrownBy(() -> any(group))
                .isInstanceOf(RowsProblem.class)
                .hasMessageContaining("failed to parse logic tree (" + group + ")");
    }

    @org.junit.jupiter.api.Test
    void aParenthesisTooManyChangesNothing() {
        assertThat(any("(a.eq.1))")).isEqualTo(any("(a.eq.1)"));
    }

    @ParameterizedTest
    @ValueSource(ints = {50_000, 33})
    void nestingHasAnEnd(int depth) {
        var group = "(or".repeat(depth) + "(a.eq.1)" + ")".repeat(depth);

        assertThatThrownBy(() -> any(group)).isInstanceOf(RowsProblem.class);
    }

    @org.junit.jupiter.api.Test
    void thereAreOnlySoManyConditions() {
        assertThatThrownBy(() -> any("(" + "a.eq.1,".repeat(2000) + "a.eq.1)")).isInstanceOf(RowsProblem.class);
    }
}
