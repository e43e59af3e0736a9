package dev.belfry.realtime.rows;

import dev.belfry.domain.change.Identifiers;
import dev.belfry.domain.schema.MappedColumn;
import dev.belfry.domain.schema.MappedTable;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A table in a statement, and SQL of its columns. Only mapped columns have any.
 *
 * @param path of embedded tables, empty for the table of the request
 */
record Scope(MappedTable table, String alias, List<String> path, Statement.Values values) {

    private static final Set<String> JSON = Set.of("json", "jsonb");
    private static final String TEXT = "pg_catalog.text";
    private static final String JSONB = "pg_catalog.jsonb";

    /** @param type as SQL may cast to it */
    private record Operand(String sql, String type) {}

    private String column(String name) {
        return raw(mapped(name).column().name());
    }

    /** A column that the catalog knows, mapped or not. */
    String raw(String column) {
        return alias + "." + Identifiers.quoted(column);
    }

    /** All columns that are mapped, and no others. */
    String columns() {
        return table.columns().stream()
                .map(column -> column(column.column().name()))
                .collect(Collectors.joining(", "));
    }

    String field(FieldPath path) {
        return operand(path).sql();
    }

    String condition(Condition condition) {
        return switch (condition) {
            case Condition.Comparison(var field, var operator, var value) -> {
                var left = operand(field);
                var type = operator.isOfText() ? TEXT : left.type();
                yield left.sql() + " " + operator.sql() + " " + values.bind(operator.value(value), type);
            }
            case Condition.Quantified(var field, var operator, var all, var array) -> {
                var left = operand(field);
                var type = operator.isOfText() ? TEXT : left.type();
                yield left.sql() + " " + operator.sql() + (all ? " all (" : " any (")
                        + values.bind(operator.value(array), type + "[]") + ")";
            }
            case Condition.OneOf(var field, var options) -> {
                var left = operand(field);
                yield left.sql() + " = any (" + values.bind(array(options), left.type() + "[]") + ")";
            }
            case Condition.Is(var field, var state) -> operand(field).sql() + " is " + state;
            case Condition.Search search -> search(search);
            case Condition.Not(var negated) -> "not (" + condition(negated) + ")";
            case Condition.All(var parts) -> joined(parts, " and ");
            case Condition.Any(var parts) -> joined(parts, " or ");
        };
    }

    private String joined(List<Condition> parts, String word) {
        return parts.stream().map(this::condition).collect(Collectors.joining(word, "(", ")"));
    }

    private String search(Condition.Search search) {
        var configuration = search.configuration() == null
                ? ""
                : values.bind(search.configuration(), "pg_catalog.regconfig") + ", ";
        var left = operand(search.field());
        var vector = left.type().equals("pg_catalog.tsvector")
                ? left.sql()
                : "to_tsvector(" + configuration + left.sql() + ")";
        return vector + " @@ " + Condition.SEARCHES.get(search.kind()) + "(" + configuration
                + values.bind(search.query(), TEXT) + ")";
    }

    private Operand operand(FieldPath path) {
        var column = mapped(path.column());
        var sql = column(path.column());
        if (path.steps().isEmpty()) {
            return new Operand(sql, column.sqlType());
        }
        var isJson = JSON.contains(column.column().type());
        var text = new StringBuilder(isJson ? sql : "to_jsonb(" + sql + ")");
        for (var i = 0; i < path.steps().size(); i++) {
            var step = path.steps().get(i);
            text.append(path.asText() && i == path.steps().size() - 1 ? " ->> " : " -> ")
                    .append(values.bind(step, FieldPath.isIndex(step) ? "pg_catalog.int4" : TEXT));
        }
        var type = path.asText() ? TEXT : isJson ? column.sqlType() : JSONB;
        return new Operand("(" + text + ")", type);
    }

    private MappedColumn mapped(String name) {
        return table.column(name)
                .orElseThrow(() -> RowsProblem.badRequest(
                        "42703", "column " + table.table().name() + "." + name + " does not exist"));
    }

    /** A literal of PostgreSQL: each element in quotes. */
    private static String array(List<String> elements) {
        return elements.stream()
                .map(element -> '"' + element.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(",", "{", "}"));
    }
}
