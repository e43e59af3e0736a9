package dev.belfry.realtime.rows;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An item of {@code select}. */
sealed interface Selected {

    int MAX_DEPTH = 8;

    /** {@code *}: every column. */
    record Everything() implements Selected {}

    /** @param name what it is called in the answer */
    record Field(String name, FieldPath path) implements Selected {}

    /** {@code count}: how many rows. */
    record Count(String name) implements Selected {}

    /**
     * Rows of another table, {@code relation!hint!inner(items)}.
     *
     * @param hint which foreign key, if there are several; by its name or its column
     * @param inner whether rows without any are left out
     */
    record Embedded(String name, String relation, @Nullable String hint, boolean inner, List<Selected> items)
            implements Selected {}

    static List<Selected> parse(String select) {
        var text = new QueryText("select parameter", select);
        var items = text.isAtEnd() ? List.<Selected>of(new Everything()) : items(text, MAX_DEPTH);
        text.expectEnd();
        return items;
    }

    private static List<Selected> items(QueryText text, int depth) {
        if (depth == 0) {
            throw text.problem("tables nested no deeper than " + MAX_DEPTH);
        }
        var items = new ArrayList<Selected>();
        do {
            items.add(item(text, depth));
        } while (text.take(","));
        return List.copyOf(items);
    }

    private static Selected item(QueryText text, int depth) {
        if (text.take("*")) {
            return new Everything();
        }
        if (text.isNext("...")) {
            throw text.problem("no spread: name the embedded table and its columns");
        }
        var name = text.name("a column, a table or *");
        if (!text.isNext("::") && text.take(":")) {
            return item(text, name, text.name("a column or a table"), depth);
        }
        return item(text, null, name, depth);
    }

    private static Selected item(QueryText text, @Nullable String alias, String name, int depth) {
        if (name.equals("count") && (text.take("()") || !text.isNext("("))) {
            return new Count(alias == null ? name : alias);
        }
        if (text.isNext("!") || text.isNext("(")) {
            return embedded(text, alias == null ? name : alias, name, depth);
        }
        var path = FieldPath.parse(text, name);
        if (text.isNext("::")) {
            throw text.problem("no cast: values come in the types of their columns");
        }
        if (text.isNext(".")) {
            throw RowsProblem.badRequest("PGRST123", "Use of aggregate functions is not allowed, except for count");
        }
        return new Field(alias == null ? path.name() : alias, path);
    }

    private static Embedded embedded(QueryText text, String name, String relation, int depth) {
        String hint = null;
        var inner = false;
        while (text.take("!")) {
            var word = text.name("inner, left or a foreign key");
            inner |= word.equals("inner");
            if (!word.equals("inner") && !word.equals("left")) {
                hint = word;
            }
        }
        text.expect("(");
        var items = items(text, depth - 1);
        text.expect(")");
        return new Embedded(name, relation, hint, inner, items);
    }
}
