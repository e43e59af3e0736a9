package dev.belfry.realtime.rows.sql;

import dev.belfry.domain.catalog.RelationColumn;
import dev.belfry.domain.catalog.Routine;
import dev.belfry.domain.catalog.Routine.Parameter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * SQL that calls a function.
 *
 * @param needed what of its rows is read; {@code *} for all
 */
public record CallSql(Routine routine, Set<String> needed) {

    /** With the arguments of a query string: each has one value, but for a variadic parameter's. */
    public Sql with(Map<String, List<String>> arguments) {
        var given = given(arguments.keySet());
        return call(
                new Sql(),
                sql -> sql.each(
                        given,
                        ", ",
                        (to, parameter) ->
                                argument(to, parameter, arguments.getOrDefault(parameter.name(), List.of()))));
    }

    /** With the members of a JSON object, or of the first object of an array. */
    public Sql withMembers(String json, boolean isArray, Set<String> names) {
        var given = given(names);
        if (given.isEmpty()) {
            return call(new Sql(), sql -> {});
        }
        var columns = given.stream()
                .map(parameter -> new RelationColumn(parameter.name(), parameter.type()))
                .toList();
        var before = new Sql();
        WriteSql.body(before, new WriteSql.Body(json, isArray, columns, false), true);
        before.add(", lateral ");
        return call(
                before,
                sql -> sql.each(
                        given, ", ", (to, parameter) -> named(to, parameter).column("pgrst_body", parameter.name())));
    }

    /** With the whole body for the only parameter. */
    public Sql withBody(byte[] body) {
        var parameter = routine.parameters().getFirst();
        var value = parameter.type().equals("bytea")
                ? "\\x" + HexFormat.of().formatHex(body)
                : new String(body, java.nio.charset.StandardCharsets.UTF_8);
        return call(new Sql(), sql -> sql.value(value).add("::" + parameter.type()));
    }

    private List<Parameter> given(Set<String> names) {
        return routine.parameters().stream()
                .filter(parameter -> names.contains(parameter.name()))
                .toList();
    }

    /** @param before what stands before the call in the list of what is selected from */
    private Sql call(Sql before, java.util.function.Consumer<Sql> arguments) {
        var isOfValues = Shape.of(routine.returned()).isOfValues();
        var sql = new Sql().add("select ");
        if (isOfValues) {
            sql.add("pgrst_call.pgrst_scalar");
        } else {
            sql.each(needed, ", ", (to, column) -> to.column("pgrst_call", column));
        }
        sql.add(" from ")
                .add(before)
                .add(isOfValues ? "(select " : "")
                .name(routine.name())
                .add("(");
        arguments.accept(sql);
        return sql.add(isOfValues ? ") as pgrst_scalar) pgrst_call" : ") pgrst_call");
    }

    private static Sql named(Sql sql, Parameter parameter) {
        return sql.add(parameter.isVariadic() ? "variadic " : "")
                .name(parameter.name())
                .add(" := ");
    }

    private static void argument(Sql sql, Parameter parameter, List<String> values) {
        named(sql, parameter)
                .value(parameter.isVariadic() ? array(values) : values.getLast())
                .add("::")
                .expression(parameter.type());
    }

    private static String array(List<String> values) {
        return values.stream()
                .map(value -> '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(",", "{", "}"));
    }
}
