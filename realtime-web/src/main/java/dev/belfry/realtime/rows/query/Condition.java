package dev.belfry.realtime.rows.query;

import dev.belfry.realtime.rows.problem.RowsProblem;
import dev.belfry.realtime.rows.query.Operation.Operator;
import dev.belfry.realtime.rows.query.Operation.Quantifier;
import dev.belfry.realtime.rows.query.Operation.Search;
import dev.belfry.realtime.rows.query.Operation.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What must hold for a row, as a request writes it. */
public sealed interface Condition {

    int MAX_DEPTH = 32;
    int MAX_PARTS = 2000;

    /** A test of one value. */
    record Test(Field field, boolean isNegated, Operation operation) implements Condition {}

    /** Several conditions of which any or all must hold. */
    record Group(boolean isNegated, boolean isAny, List<Condition> parts) implements Condition {}

    Map<String, Operator> OPERATORS = words(Operator.values());
    Map<String, Search> SEARCHES = words(Search.values());
    Map<String, State> STATES = words(State.values());

    private static <E extends Enum<E>> Map<String, E> words(E[] constants) {
        return Stream.of(constants)
                .collect(Collectors.toMap(
                        constant -> constant.name().toLowerCase(Locale.ROOT),
                        Function.identity(),
                        (one, other) -> one,
                        TreeMap::new));
    }

    /** The test behind the equals sign: {@code [not.]operator.value}. */
    static Test parse(Field field, String value) {
        var text = new QueryText("filter", value);
        var test = test(text, field, false);
        text.expectEnd();
        return test;
    }

    /** The test, or nothing if the value does not begin like one: then it is an argument of a function. */
    static Optional<Test> parseIfTest(Field field, String value) {
        try {
            return Optional.of(parse(field, value));
        } catch (RowsProblem notATest) {
            return Optional.empty();
        }
    }

    /** The parts of {@code or=(…)} or {@code and=(…)}. */
    static Group group(boolean isNegated, boolean isAny, String value) {
        var text = new QueryText("logic tree", value);
        var group = new Group(isNegated, isAny, parts(text, MAX_DEPTH, new int[1]));
        text.expectEndOfParentheses();
        return group;
    }

    private static List<Condition> parts(QueryText text, int depth, int[] count) {
        if (depth == 0) {
            throw text.problem("conditions nested no deeper than " + MAX_DEPTH);
        }
        text.skipBlanks();
        text.expect("(");
        text.skipBlanks();
        var parts = new ArrayList<Condition>();
        do {
            if (++count[0] > MAX_PARTS) {
                throw text.problem("no more than " + MAX_PARTS + " conditions");
            }
            parts.add(part(text, depth, count));
        } while (text.takeComma());
        text.skipBlanks();
        text.expect(")");
        text.skipBlanks();
        return List.copyOf(parts);
    }

    private static Condition part(QueryText text, int depth, int[] count) {
        text.skipBlanks();
        var start = text.position();
        var isNegated = text.take("not.");
        var isAny = text.take("or");
        if ((isAny || text.take("and")) && isGroupNext(text)) {
            return new Group(isNegated, isAny, parts(text, depth - 1, count));
        }
        text.backTo(start);
        var field = Field.parse(text);
        text.expect(".");
        return test(text, field, true);
    }

    private static boolean isGroupNext(QueryText text) {
        var start = text.position();
        text.skipBlanks();
        var isNext = text.isNext("(");
        text.backTo(start);
        return isNext;
    }

    /** @param isNested whether a comma or a parenthesis ends it */
    private static Test test(QueryText text, Field field, boolean isNested) {
        var isNegated = text.take("not.");
        return new Test(field, isNegated, operation(text, isNested));
    }

    private static Operation operation(QueryText text, boolean isNested) {
        if (text.take("in.")) {
            return new Operation.OneOf(list(text));
        }
        if (text.take("isdistinct.")) {
            return new Operation.Distinct(value(text, isNested));
        }
        if (text.take("is.")) {
            return new Operation.Is(state(text, isNested));
        }
        for (var search : SEARCHES.entrySet()) {
            if (isOperator(text, search.getKey(), true)) {
                var configuration = text.take("(") ? configuration(text) : null;
                text.expect(".");
                return new Operation.Searched(search.getValue(), configuration, value(text, isNested));
            }
        }
        for (var operator : OPERATORS.entrySet()) {
            if (isOperator(text, operator.getKey(), operator.getValue().isQuantifiable())) {
                var quantifier = quantifier(text);
                text.expect(".");
                return new Operation.Comparison(operator.getValue(), quantifier, value(text, isNested));
            }
        }
        throw text.problem("\"not\" or operator (eq, gt, ...)");
    }

    /** Reads the word if a dot, or what else may follow, is behind it. */
    private static boolean isOperator(QueryText text, String word, boolean mayHaveModifier) {
        var start = text.position();
        if (text.take(word) && (text.isNext(".") || (mayHaveModifier && text.isNext("(")))) {
            return true;
        }
        text.backTo(start);
        return false;
    }

    private static String configuration(QueryText text) {
        var configuration = text.identifier();
        text.expect(")");
        return configuration;
    }

    private static @Nullable Quantifier quantifier(QueryText text) {
        if (text.take("(any)")) {
            return Quantifier.ANY;
        }
        return text.take("(all)") ? Quantifier.ALL : null;
    }

    private static String value(QueryText text, boolean isNested) {
        return isNested ? text.value() : text.rest();
    }

    private static State state(QueryText text, boolean isNested) {
        var start = text.position();
        var state = STATES.get(value(text, isNested).strip().toLowerCase(Locale.ROOT));
        if (state == null) {
            text.backTo(start);
            throw text.problem("isVal: (null, not_null, true, false, unknown)");
        }
        return state;
    }

    private static List<String> list(QueryText text) {
        text.skipBlanks();
        text.expect("(");
        text.skipBlanks();
        var values = new ArrayList<String>();
        do {
            values.add(text.element());
        } while (text.take(","));
        text.skipBlanks();
        text.expect(")");
        text.skipBlanks();
        return List.copyOf(values);
    }
}
