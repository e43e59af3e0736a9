package dev.belfry.realtime.rows.query;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An item of {@code select}. */
public sealed interface Selected {

    int MAX_DEPTH = 24;

    /**
     * A value of the row, or of all rows of a group.
     *
     * @param alias what it is called in the answer, if not by its own name
     * @param cast the type that the value is cast to, before it is aggregated
     * @param aggregateCast the type that the aggregate is cast to
     */
    record Value(
            Field field,
            @Nullable String alias,
            @Nullable String cast,
            @Nullable Aggregate aggregate,
            @Nullable String aggregateCast)
            implements Selected {}

    /**
     * Rows of another relation that belong to the row, {@code alias:relation!hint!inner(items)}.
     *
     * @param hint which relationship, if there are several; by the name of a key, a column or a junction
     * @param isInner whether rows without any are left out
     * @param isSpread whether its values stand in the row itself, {@code ...relation(items)}
     */
    record Embedded(
            String relation,
            @Nullable String alias,
            @Nullable String hint,
            boolean isInner,
            boolean isSpread,
            List<Selected> items)
            implements Selected {

        /** What it is called in the answer. */
        public String name() {
            return alias == null ? relation : alias;
        }
    }

    static List<Selected> parse(String select) {
        var text = new QueryText("select parameter", select);
        var items = items(text, MAX_DEPTH);
        text.expectEndOfParentheses();
        return items;
    }

    private static List<Selected> items(QueryText text, int depth) {
        if (depth == 0) {
            throw text.problem("relations nested no deeper than " + MAX_DEPTH);
        }
        var items = new ArrayList<Selected>();
        text.skipBlanks();
        if (text.isAtEnd() || text.isNext(")")) {
            return List.of();
        }
        do {
            items.add(item(text, depth));
            text.skipBlanks();
        } while (text.takeComma());
        return List.copyOf(items);
    }

    private static Selected item(QueryText text, int depth) {
        text.skipBlanks();
        if (text.take("...")) {
            return embedded(text, text.name(), null, true, depth);
        }
        var alias = alias(text);
        var start = text.position();
        if (text.take("count()")) {
            return count(text, alias);
        }
        text.backTo(start);
        var name = text.name();
        if (text.isNext("!") || text.isNext("(")) {
            return embedded(text, name, alias, false, depth);
        }
        var field = new Field(name, Field.path(text));
        text.skipBlanks();
        return value(text, field, alias);
    }

    /** Null if what follows is no name with one colon behind it. */
    private static @Nullable String alias(QueryText text) {
        var start = text.position();
        if (!text.isNext("*")) {
            try {
                var name = text.name();
                if (!text.isNext("::") && text.take(":")) {
                    return name;
                }
            } catch (dev.belfry.realtime.rows.problem.RowsProblem noName) {
                // whoever reads on says so
            }
        }
        text.backTo(start);
        return null;
    }

    private static Value count(QueryText text, @Nullable String alias) {
        var cast = text.take("::") ? text.type() : null;
        expectEndOfItem(text);
        return new Value(new Field("*", List.of()), alias, null, Aggregate.COUNT, cast);
    }

    private static Value value(QueryText text, Field field, @Nullable String alias) {
        if (field.isAll() && alias == null) {
            expectEndOfItem(text);
            return new Value(field, null, null, null, null);
        }
        var cast = text.take("::") ? text.type() : null;
        var aggregate = aggregate(text);
        var aggregateCast = aggregate != null && text.take("::") ? text.type() : null;
        text.skipBlanks();
        expectEndOfItem(text);
        return new Value(field, alias, cast, aggregate, aggregateCast);
    }

    private static @Nullable Aggregate aggregate(QueryText text) {
        for (var aggregate : Aggregate.values()) {
            if (text.take("." + aggregate.word() + "()")) {
                return aggregate;
            }
        }
        return null;
    }

    private static void expectEndOfItem(QueryText text) {
        text.skipBlanks();
        if (!text.isAtEnd() && !text.isNextOneOf(",)")) {
            throw text.problem("\"->>\", \"->\", \"::\", \".\", \")\", \",\" or end of input");
        }
    }

    private static Embedded embedded(
            QueryText text, String relation, @Nullable String alias, boolean isSpread, int depth) {
        String hint = null;
        var isInner = false;
        for (var given = 0; given < 2 && text.take("!"); given++) {
            var word = text.name();
            switch (word) {
                case "inner" -> isInner = true;
                case "left" -> {}
                default -> hint = hint == null ? word : hint;
            }
        }
        text.expect("(");
        var items = items(text, depth - 1);
        text.expect(")");
        return new Embedded(relation, alias, hint, isInner, isSpread, items);
    }
}
