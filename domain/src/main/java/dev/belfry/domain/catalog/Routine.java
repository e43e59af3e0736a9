package dev.belfry.domain.catalog;

import java.util.List;
import java.util.Map;

/**
 * A function that can be called by the names of its parameters, or with one that has none.
 *
 * @param parameters those that are given, in order
 * @param isVolatile whether it may write
 * @param settings those of its own that hold for the whole transaction in which it is called, such as a time limit
 */
public record Routine(
        QualifiedName name,
        List<Parameter> parameters,
        Returned returned,
        boolean isVolatile,
        Map<String, String> settings) {

    /**
     * A parameter.
     *
     * @param name empty for one without
     * @param type as SQL may cast to it, without a length
     */
    public record Parameter(String name, String type, boolean isRequired, boolean isVariadic) {}

    /**
     * What a call returns.
     *
     * @param type of a row, if it is of columns; else of the value
     * @param isOfColumns whether a row of it has columns of its own
     */
    public record Returned(QualifiedName type, boolean isSet, boolean isOfColumns) {

        private static final QualifiedName VOID = new QualifiedName("pg_catalog", "void");

        public boolean isVoid() {
            return !isSet && type.equals(VOID);
        }
    }

    /** Whether its only parameter has no name. */
    public boolean isPositional() {
        return parameters.size() == 1 && parameters.getFirst().name().isEmpty();
    }
}
