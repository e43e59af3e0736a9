package dev.belfry.domain.catalog;

import dev.belfry.domain.catalog.Routine.Parameter;
import dev.belfry.domain.catalog.Routine.Returned;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A function as a row of the catalog tells it. */
final class RoutineRow {

    /** Types that a whole body can be. */
    private static final Set<String> OF_A_BODY = Set.of("json", "jsonb", "text", "bytea", "xml");

    /** What a function says of its time holds for the whole transaction; the rest is the function's own. */
    private static final Set<String> HOISTED = Set.of("statement_timeout", "plan_filter.statement_cost_limit");

    private RoutineRow() {}

    /** The function, or null if nobody can call it by the names of its parameters or with a body. */
    static @Nullable Routine of(ResultSet found) throws SQLException {
        var names = CatalogReader.texts(found, 10);
        var types = CatalogReader.texts(found, 11);
        var required = found.getInt(12);
        var isVariadic = found.getBoolean(13);
        var parameters = new ArrayList<Parameter>();
        for (var i = 0; i < types.size(); i++) {
            var name = i < names.size() ? names.get(i) : "";
            var isLast = i == types.size() - 1;
            parameters.add(new Parameter(name, types.get(i), i < required, isVariadic && isLast));
        }
        if (!isCallable(parameters)) {
            return null;
        }
        return new Routine(
                new QualifiedName(found.getString(2), found.getString(3)),
                List.copyOf(parameters),
                new Returned(
                        new QualifiedName(found.getString(5), found.getString(6)),
                        found.getBoolean(7),
                        found.getBoolean(8)),
                found.getBoolean(4),
                settings(CatalogReader.texts(found, 9)));
    }

    private static boolean isCallable(List<Parameter> parameters) {
        var unnamed = parameters.stream()
                .filter(parameter -> parameter.name().isEmpty())
                .toList();
        return unnamed.isEmpty()
                || (parameters.size() == 1
                        && OF_A_BODY.contains(unnamed.getFirst().type()));
    }

    private static Map<String, String> settings(List<String> configured) {
        var settings = new HashMap<String, String>();
        for (var setting : configured) {
            var words = setting.split("=", 2);
            if (words.length == 2 && HOISTED.contains(words[0])) {
                settings.put(words[0], words[1]);
            }
        }
        return Map.copyOf(settings);
    }
}
