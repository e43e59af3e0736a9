package dev.belfry.realtime.rows.plan;

import dev.belfry.domain.catalog.Catalog;
import dev.belfry.domain.catalog.QualifiedName;
import dev.belfry.domain.catalog.Routine;
import dev.belfry.domain.catalog.Routine.Parameter;
import dev.belfry.realtime.rows.problem.Problems;
import dev.belfry.realtime.rows.problem.RowsProblem;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the function that a request calls, by its name and the names of the arguments.
 *
 * @param given the names of the arguments
 * @param bodyType the type of a parameter that takes the whole body, or null if the call has none: {@code json}, {@code text},
 *     {@code xml} or {@code bytea}
 */
public record RoutineFinder(
        Catalog catalog,
        QualifiedName name,
        Set<String> given,
        @Nullable String bodyType) {

    /** The only function that takes those arguments; fails if there is none, or are several. */
    public Routine find() {
        var named = catalog.routines(name).stream().filter(this::takesArguments).toList();
        var found = named.isEmpty()
                ? catalog.routines(name).stream().filter(this::takesBody).toList()
                : named;
        return switch (found.size()) {
            case 1 -> found.getFirst();
            case 0 -> throw none();
            default ->
                throw Problems.ambiguousFunction(
                        found.stream().map(RoutineFinder::described).toList());
        };
    }

    private boolean takesArguments(Routine routine) {
        if (routine.parameters().isEmpty()) {
            return given.isEmpty() && !hasPlainBody();
        }
        var required = routine.parameters().stream()
                .filter(Parameter::isRequired)
                .map(Parameter::name)
                .collect(Collectors.toSet());
        var all = routine.parameters().stream().map(Parameter::name).collect(Collectors.toCollection(HashSet::new));
        return given.containsAll(required) && all.containsAll(given);
    }

    /** A body that is no object of arguments. */
    private boolean hasPlainBody() {
        return bodyType != null && !bodyType.equals("json");
    }

    private boolean takesBody(Routine routine) {
        if (bodyType == null || !routine.isPositional()) {
            return false;
        }
        var type = routine.parameters().getFirst().type();
        return type.equals(bodyType) || (bodyType.equals("json") && type.equals("jsonb"));
    }

    private static String described(Routine routine) {
        return routine.name() + "("
                + routine.parameters().stream()
                        .map(parameter -> parameter.name() + " => " + parameter.type())
                        .collect(Collectors.joining(", "))
                + ")";
    }

    private RowsProblem none() {
        var arguments = String.join(", ", new TreeSet<>(given));
        var without = given.isEmpty() ? " without parameters" : "";
        var message = "Could not find the function " + name
                + (hasPlainBody() ? "" : given.isEmpty() ? without : "(" + arguments + ")") + " in the schema cache";
        var with = given.isEmpty() ? without : " with parameter" + (given.size() > 1 ? "s " : " ") + arguments;
        var details = "Searched for the function " + name
                + (hasPlainBody()
                        ? " with a single unnamed " + bodyType + " parameter"
                        : bodyType == null ? with : with + " or with a single unnamed json/jsonb parameter")
                + ", but no matches were found in the schema cache.";
        return Problems.noFunction(message, details, hasPlainBody() ? null : cure());
    }

    private @Nullable String cure() {
        var overloads = catalog.routines(name);
        var meant = overloads.isEmpty()
                ? Similar.to(name.name(), catalog.routineNames(name.schema()), Similar.LIKELY)
                : Similar.to(
                                "(" + String.join(", ", new TreeSet<>(given)) + ")",
                                overloads.stream()
                                        .map(RoutineFinder::parameters)
                                        .toList(),
                                Similar.POSSIBLE)
                        .map(parameters -> name.name() + parameters);
        return meant.map(found -> "Perhaps you meant to call the function " + name.schema() + "." + found)
                .orElse(null);
    }

    private static String parameters(Routine routine) {
        return routine.parameters().stream()
                .map(Parameter::name)
                .sorted()
                .collect(Collectors.collectingAndThen(Collectors.toList(), RoutineFinder::listed));
    }

    private static String listed(List<String> names) {
        return "(" + String.join(", ", names) + ")";
    }
}
