package dev.belfry.realtime.rows.sql;

import dev.belfry.domain.catalog.Relation;
import dev.belfry.domain.catalog.RelationColumn;
import dev.belfry.realtime.rows.query.Condition;
import dev.belfry.realtime.rows.query.Field;
import dev.belfry.realtime.rows.query.Operation;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * SQL of the conditions on one relation's rows.
 *
 * @param alias what the relation is called in the statement, as SQL
 * @param relation what the catalog knows of it, or null
 * @param embedded what takes the place of a test whether rows of an embedded relation are there
 */
record Conditions(String alias, @Nullable Relation relation, Embedded embedded) {

    /** Tests whether a row has rows of an embedded relation. */
    @FunctionalInterface
    interface Embedded {

        /** Writes the test, if the name is that of an embedded relation. */
        Optional<Consumer<Sql>> test(String name, boolean isThere);
    }

    static final Embedded NOTHING_EMBEDDED = (name, isThere) -> Optional.empty();

    void all(Sql sql, List<Condition> conditions) {
        sql.each(conditions, " and ", this::condition);
    }

    private void condition(Sql sql, Condition condition) {
        switch (condition) {
            case Condition.Group(var isNegated, var isAny, var parts) ->
                sql.add(isNegated ? "not (" : "(")
                        .each(parts, isAny ? " or " : " and ", this::condition)
                        .add(")");
            case Condition.Test test -> {
                var there = presence(test);
                if (there.isPresent()) {
                    there.get().accept(sql);
                } else {
                    test(sql, test);
                }
            }
        }
    }

    private Optional<Consumer<Sql>> presence(Condition.Test test) {
        if (!test.field().path().isEmpty() || !(test.operation() instanceof Operation.Is(var state))) {
            return Optional.empty();
        }
        return switch (state) {
            case NULL -> embedded.test(test.field().column(), test.isNegated());
            case NOT_NULL -> embedded.test(test.field().column(), !test.isNegated());
            case TRUE, FALSE, UNKNOWN -> Optional.empty();
        };
    }

    private void test(Sql sql, Condition.Test test) {
        sql.add(test.isNegated() ? "not (" : "");
        switch (test.operation()) {
            case Operation.Comparison(var operator, var quantifier, var value) -> {
                field(sql, test.field()).add(" " + operator.sql() + " ");
                sql.add(quantifier == null ? "" : quantifier == Operation.Quantifier.ANY ? "any (" : "all (");
                sql.value(operator.isOfPattern() ? value.replace('*', '%') : value);
                sql.add(quantifier == null ? "" : ")");
            }
            case Operation.Distinct(var value) ->
                field(sql, test.field()).add(" is distinct from ").value(value);
            case Operation.OneOf(var values) ->
                field(sql, test.field()).add(" = any (").value(array(values)).add(")");
            case Operation.Is(var state) -> field(sql, test.field()).add(" is " + state.sql());
            case Operation.Searched searched -> search(sql, test.field(), searched);
        }
        sql.add(test.isNegated() ? ")" : "");
    }

    private void search(Sql sql, Field field, Operation.Searched searched) {
        // what is no column is a function of the row, and knows itself whether it gives a vector
        var isText = column(field).filter(column -> !column.isTextVector()).isPresent();
        if (!isText) {
            field(sql, field);
        } else {
            sql.add("to_tsvector(");
            configuration(sql, searched);
            field(sql, field).add(")");
        }
        sql.add(" @@ " + searched.search().function() + "(");
        configuration(sql, searched);
        sql.value(searched.query()).add(")");
    }

    private static void configuration(Sql sql, Operation.Searched searched) {
        if (searched.configuration() != null) {
            sql.value(searched.configuration()).add(", ");
        }
    }

    /** A column, or what a path leads to in it. */
    Sql field(Sql sql, Field field) {
        if (field.path().isEmpty()) {
            return column(sql, field.column());
        }
        var isJson = column(field).filter(RelationColumn::isJson).isPresent();
        sql.add(isJson ? "" : "to_jsonb(");
        column(sql, field.column()).add(isJson ? "" : ")");
        for (var step : field.path()) {
            sql.add(step.isText() ? "->>" : "->").value(step.operand()).add(step.isIndex() ? "::int" : "");
        }
        return sql;
    }

    private Sql column(Sql sql, String column) {
        return sql.add(alias)
                .add(".")
                .add(column.equals("*") ? "*" : dev.belfry.domain.change.Identifiers.quoted(column));
    }

    private Optional<RelationColumn> column(Field field) {
        return relation == null ? Optional.empty() : relation.column(field.column());
    }

    /** A literal of PostgreSQL: each element in quotes. One empty element is none. */
    private static String array(List<String> elements) {
        if (elements.equals(List.of(""))) {
            return "{}";
        }
        return elements.stream()
                .map(element -> '"' + element.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(",", "{", "}"));
    }
}
