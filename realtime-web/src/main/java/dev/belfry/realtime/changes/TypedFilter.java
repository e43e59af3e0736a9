package dev.belfry.realtime.changes;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.belfry.domain.change.Table;
import dev.belfry.realtime.changes.FilterText.Condition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** Turns a filter as it is written into one for the rows of a table; objections are PostgreSQL's (protocol §4.6). */
record TypedFilter(Table table) {

    private static final int MAX_IN = 100;
    private static final String RAISED = "ERROR P0001 (raise_exception) ";

    /** What a filter cannot be, for this table. */
    static final class Objection extends Exception {
        Objection(String what) {
            super(what);
        }
    }

    Filter of(FilterText text) throws Objection {
        return switch (text) {
            case FilterText.All all ->
                all.parts().size() == 1 ? of(all.parts().getFirst()) : new Filter.All(all(all.parts()));
            case FilterText.Any any -> new Filter.Any(all(any.parts()));
            case Condition condition -> of(condition);
        };
    }

    private List<Filter> all(List<FilterText> parts) throws Objection {
        var filters = new ArrayList<Filter>();
        for (var part : parts) {
            filters.add(of(part));
        }
        return filters;
    }

    private Filter of(Condition condition) throws Objection {
        var column = table.column(condition.column()).orElseThrow(() -> invalidColumn(condition.column()));
        var type = column.type();
        var name = condition.column();
        var negated = condition.negated();
        var value = condition.value();
        return switch (condition.operator()) {
            case "eq" ->
                negated
                        ? ordered(condition, type, order -> order == 0)
                        : new Filter.Equal(name, type, literal(type, value));
            case "neq" -> ordered(condition, type, order -> order != 0);
            case "lt" -> ordered(condition, type, order -> order < 0);
            case "lte" -> ordered(condition, type, order -> order <= 0);
            case "gt" -> ordered(condition, type, order -> order > 0);
            case "gte" -> ordered(condition, type, order -> order >= 0);
            case "in" -> new Filter.Test(name, type, negated, Filter.oneOf(literals(type, value)));
            case "like", "ilike" -> {
                requireText(condition.operator(), type);
                yield new Filter.Test(
                        name,
                        type,
                        negated,
                        Filter.like(new LikePattern(value, condition.operator().equals("ilike"))));
            }
            case "match", "imatch" -> {
                requireText(condition.operator(), type);
                yield new Filter.Test(name, type, negated, Filter.matching(pattern(condition)));
            }
            case "is" -> is(condition, type);
            case "isdistinct" -> {
                var literal = literal(type, value);
                yield new Filter.NullTest(
                        name,
                        type,
                        negated,
                        present -> present == null || !Objects.equals(Literal.compare(present, literal), 0));
            }
            default -> throw new IllegalStateException("an operator that the grammar does not know: " + condition);
        };
    }

    static Objection invalidColumn(String name) {
        return new Objection(RAISED + "invalid column for filter " + name);
    }

    private Filter ordered(Condition condition, String type, java.util.function.Predicate<Integer> order)
            throws Objection {
        var literal = literal(type, condition.value());
        return new Filter.Test(condition.column(), type, condition.negated(), Filter.ordered(literal, order));
    }

    private static Comparable<?> literal(String type, String text) throws Objection {
        try {
            return Literal.written(type, text);
        } catch (Literal.Unusable e) {
            throw new Objection(Objects.requireNonNull(e.getMessage()));
        }
    }

    /** As an array literal of PostgreSQL: a NULL that is not quoted is none, and matches nothing. */
    private static Set<Comparable<?>> literals(String type, String list) throws Objection {
        var literals = new HashSet<Comparable<?>>();
        var elements = list.isBlank() ? List.<String>of() : FilterText.segments(list);
        if (elements.size() > MAX_IN) {
            throw new Objection(RAISED + "too many values for `in` filter. Maximum " + MAX_IN);
        }
        for (var element : elements) {
            var text = element.strip();
            if (!text.equalsIgnoreCase("null")) {
                literals.add(literal(type, FilterText.unquoted(text)));
            }
        }
        return literals;
    }

    private static void requireText(String operator, String type) throws Objection {
        if (!Literal.isText(type)) {
            throw new Objection(RAISED + "operator " + operator + " requires a text-compatible column type, got "
                    + Literal.sqlName(type));
        }
    }

    private static Pattern pattern(Condition condition) throws Objection {
        try {
            var flags = Pattern.DOTALL | (condition.operator().equals("imatch") ? Pattern.CASE_INSENSITIVE : 0);
            return Pattern.compile(condition.value(), flags);
        } catch (PatternSyntaxException e) {
            throw new Objection(RAISED + "invalid regular expression for " + condition.operator() + " filter: "
                    + e.getDescription());
        }
    }

    private static Filter is(Condition condition, String type) throws Objection {
        var what = condition.value().toLowerCase(Locale.ROOT);
        if (!Set.of("null", "true", "false", "unknown").contains(what)) {
            throw new Objection(RAISED + "invalid value for is filter: must be null, true, false, or unknown");
        }
        if (!what.equals("null") && !type.equals("bool")) {
            throw new Objection(
                    RAISED + "is " + what + " filter requires a boolean column, got " + Literal.sqlName(type));
        }
        return new Filter.NullTest(condition.column(), type, condition.negated(), present -> switch (what) {
            case "true" -> Boolean.TRUE.equals(present);
            case "false" -> Boolean.FALSE.equals(present);
            default -> present == null;
        });
    }
}
