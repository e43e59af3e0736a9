package dev.belfry.realtime.rows.query;

import dev.belfry.realtime.rows.problem.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The query string of a request.
 *
 * @param arguments of a function that is called by GET: what is no filter; by name, in the order in which they came
 * @param columns which keys of the body count; null for all
 * @param onConflict the columns by which an upsert finds the row that is there; null for the primary key
 */
public record RowsQuery(
        List<Selected> select,
        Clauses clauses,
        Map<String, List<String>> arguments,
        @Nullable Set<String> columns,
        @Nullable List<String> onConflict) {

    private static final Set<String> OF_THE_REQUEST = Set.of("select", "columns", "on_conflict", "apikey");
    private static final int MAX_PARAMETERS = 1000;

    /** A parameter as it was sent, decoded. */
    public record Parameter(String name, String value) {}

    /** @param takesArguments whether what is no filter is an argument of a function */
    public static RowsQuery parse(List<Parameter> parameters, boolean takesArguments) {
        if (parameters.size() > MAX_PARAMETERS) {
            throw Problems.tooLarge(
                    "A request has at most " + MAX_PARAMETERS + " parameters",
                    "Put several values into one with in.(…)");
        }
        var clauses = Clauses.NONE;
        var arguments = new LinkedHashMap<String, List<String>>();
        for (var parameter : parameters) {
            if (!OF_THE_REQUEST.contains(parameter.name())) {
                clauses = added(clauses, parameter, takesArguments ? arguments : null);
            }
        }
        var select = first(parameters, "select");
        var columns = first(parameters, "columns");
        var onConflict = first(parameters, "on_conflict");
        return new RowsQuery(
                Selected.parse(select == null ? "*" : select),
                clauses,
                arguments,
                columns == null ? null : new TreeSet<>(names("columns parameter", columns)),
                onConflict == null || onConflict.isBlank() ? null : names("on_conflict parameter", onConflict));
    }

    public RowsQuery on(Span span) {
        return new RowsQuery(select, clauses.on(span), arguments, columns, onConflict);
    }

    private static @Nullable String first(List<Parameter> parameters, String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(Parameter::value)
                .findFirst()
                .orElse(null);
    }

    private static Clauses added(Clauses clauses, Parameter parameter, @Nullable Map<String, List<String>> arguments) {
        var value = parameter.value();
        var words = parameter.name().split("\\.", -1);
        return switch (words[words.length - 1]) {
            case "order" -> {
                var ordered = value.isBlank() ? List.<Ordering>of() : Ordering.parse(value);
                yield changed(clauses, path(parameter.name()), at -> at.in(ordered));
            }
            case "limit" ->
                changed(clauses, path(parameter.name()), at -> at.on(at.span().atMost(value)));
            case "offset" ->
                changed(clauses, path(parameter.name()), at -> at.on(at.span().from(value)));
            case "or", "and" -> logic(clauses, parameter);
            default -> filter(clauses, parameter, arguments);
        };
    }

    private static Clauses changed(Clauses clauses, List<String> path, UnaryOperator<Clauses> change) {
        if (path.size() > Selected.MAX_DEPTH) {
            throw Problems.tooLarge(
                    "The name of a parameter leads through at most " + Selected.MAX_DEPTH + " relations",
                    "Relations are nested no deeper than that");
        }
        return clauses.changed(path, change);
    }

    private static Clauses logic(Clauses clauses, Parameter parameter) {
        var path = new ArrayList<>(allNames("logic path", parameter.name()));
        var isAny = path.removeLast().equals("or");
        var isNegated = path.remove("not");
        var group = Condition.group(isNegated, isAny, parameter.value());
        return changed(clauses, path, at -> at.and(group));
    }

    private static Clauses filter(Clauses clauses, Parameter parameter, @Nullable Map<String, List<String>> arguments) {
        var text = new QueryText("tree path", parameter.name());
        var path = new ArrayList<String>();
        var last = text.name();
        while (text.take(".")) {
            path.add(last);
            last = text.name();
        }
        var field = new Field(last, Field.path(text));
        text.expectEnd();
        if (arguments != null) {
            var test = Condition.parseIfTest(field, parameter.value());
            if (test.isEmpty()) {
                arguments
                        .computeIfAbsent(parameter.name(), ignored -> new ArrayList<>())
                        .add(parameter.value());
                return clauses;
            }
            return changed(clauses, path, at -> at.and(test.get()));
        }
        var test = Condition.parse(field, parameter.value());
        return changed(clauses, path, at -> at.and(test));
    }

    /** The names before the last. */
    private static List<String> path(String name) {
        var names = allNames("tree path", name);
        return names.subList(0, names.size() - 1);
    }

    private static List<String> allNames(String what, String name) {
        return separated(new QueryText(what, name), ".");
    }

    private static List<String> names(String what, String list) {
        return separated(new QueryText(what, list), ",");
    }

    private static List<String> separated(QueryText text, String separator) {
        var names = new ArrayList<String>();
        do {
            text.skipBlanks();
            names.add(text.name());
        } while (text.take(separator));
        text.expectEnd();
        return List.copyOf(names);
    }
}
