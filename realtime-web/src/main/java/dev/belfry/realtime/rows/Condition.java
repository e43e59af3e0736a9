package dev.belfry.realtime.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What must hold for a row, as a request writes it; columns and values are not looked at yet. */
sealed interface Condition {

    int MAX_DEPTH = 16;

    /** The functions that make a query of full text search of a value. */
    Map<String, String> SEARCHES = Map.of(
            "fts", "to_tsquery",
            "plfts", "plainto_tsquery",
            "phfts", "phraseto_tsquery",
            "wfts", "websearch_to_tsquery");

    Map<String, String> STATES = Map.of(
            "null", "null",
            "not_null", "not null",
            "true", "true",
            "false", "false",
            "unknown", "unknown");

    record Comparison(FieldPath field, Operator operator, String value) implements Condition {}

    /** @param array a literal of PostgreSQL, {@code {a,b}} */
    record Quantified(FieldPath field, Operator operator, boolean all, String array) implements Condition {}

    record OneOf(FieldPath field, List<String> values) implements Condition {}

    /** @param state as SQL has it behind {@code is} */
    record Is(FieldPath field, String state) implements Condition {}

    /** @param kind one of {@link #SEARCHES} */
    record Search(FieldPath field, String kind, @Nullable String configuration, String query) implements Condition {}

    record Not(Condition condition) implements Condition {}

    record All(List<Condition> parts) implements Condition {}

    record Any(List<Condition> parts) implements Condition {}

    /** The test behind the equals sign: {@code [not.]operator.value}. */
    static Condition parse(FieldPath field, String name, String value) {
        var text = new QueryText("filter " + name, value);
        var condition = test(text, field, false);
        text.expectEnd();
        return condition;
    }

    /** The parts of {@code or=(…)} or {@code and=(…)}. */
    static Condition group(boolean any, String value) {
        var text = new QueryText("logic tree", value);
        var group = group(text, any, MAX_DEPTH);
        text.expectEnd();
        return group;
    }

    private static Condition group(QueryText text, boolean any, int depth) {
        if (depth == 0) {
            throw text.problem("conditions nested no deeper than " + MAX_DEPTH);
        }
        text.expect("(");
        var parts = new ArrayList<Condition>();
        do {
            parts.add(part(text, depth));
        } while (text.take(","));
        text.expect(")");
        return any ? new Any(List.copyOf(parts)) : new All(List.copyOf(parts));
    }

    private static Condition part(QueryText text, int depth) {
        text.skipBlanks();
        var negated = text.isNext("not.or(") || text.isNext("not.and(");
        if (negated) {
            text.expect("not.");
        }
        if (text.isNext("or(") || text.isNext("and(")) {
            var any = text.take("or");
            if (!any) {
                text.expect("and");
            }
            var group = group(text, any, depth - 1);
            return negated ? new Not(group) : group;
        }
        var field = FieldPath.parse(text);
        text.expect(".");
        return test(text, field, true);
    }

    /** @param nested whether a comma or a parenthesis ends it */
    private static Condition test(QueryText text, FieldPath field, boolean nested) {
        if (text.take("not.")) {
            return new Not(test(text, field, nested));
        }
        var word = text.name("an operator");
        if (SEARCHES.containsKey(word)) {
            var configuration = modifier(text);
            return new Search(field, word, configuration, value(text, nested));
        }
        if (word.equals("in")) {
            text.expect(".");
            return new OneOf(field, list(text));
        }
        if (word.equals("is")) {
            return new Is(field, state(text, nested));
        }
        var operator = Operator.of(word)
                .orElseThrow(() -> text.problem("an operator such as eq, gt, like, in or is before this, not " + word));
        var quantifier = operator.isQuantifiable() ? modifier(text) : null;
        if (quantifier == null) {
            return new Comparison(field, operator, value(text, nested));
        }
        if (!quantifier.equals("any") && !quantifier.equals("all")) {
            throw text.problem("any or all in the parentheses");
        }
        return new Quantified(field, operator, quantifier.equals("all"), value(text, nested));
    }

    private static @Nullable String modifier(QueryText text) {
        if (!text.take("(")) {
            return null;
        }
        var modifier = text.upTo(")");
        text.expect(")");
        return modifier;
    }

    private static String value(QueryText text, boolean nested) {
        text.expect(".");
        return nested ? text.value() : text.rest();
    }

    private static String state(QueryText text, boolean nested) {
        var state = STATES.get(value(text, nested).toLowerCase(Locale.ROOT));
        if (state == null) {
            throw text.problem("null, not_null, true, false or unknown before this");
        }
        return state;
    }

    private static List<String> list(QueryText text) {
        text.expect("(");
        var values = new ArrayList<String>();
        if (!text.take(")")) {
            do {
                values.add(text.element());
            } while (text.take(","));
            text.expect(")");
        }
        return List.copyOf(values);
    }
}
