package dev.belfry.realtime.rows;

import dev.belfry.domain.catalog.Catalog;
import dev.belfry.domain.catalog.QualifiedName;
import dev.belfry.domain.catalog.Routine;
import dev.belfry.realtime.rows.plan.Node;
import dev.belfry.realtime.rows.plan.Planner;
import dev.belfry.realtime.rows.plan.RoutineFinder;
import dev.belfry.realtime.rows.problem.Problems;
import dev.belfry.realtime.rows.sql.CallSql;
import dev.belfry.realtime.rows.sql.Counting;
import dev.belfry.realtime.rows.sql.Format;
import dev.belfry.realtime.rows.sql.Result;
import dev.belfry.realtime.rows.sql.Shape;
import dev.belfry.realtime.rows.sql.Sql;
import dev.belfry.realtime.rows.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls a function, and reads what it returns as the rows of a relation are read.
 *
 * @param call makes the call with the request's arguments
 */
record Calling(RowsRequest request, Routine routine, Catalog catalog, RowsLimits limits, Function<CallSql, Sql> call)
        implements Exchange {

    private static final List<String> WITHOUT = List.of("resolution", "missing", "return");

    static Calling of(RowsRequest request, Catalog catalog, RowsLimits limits) {
        var content = request.content();
        if (request.verb() != RowsRequest.Verb.POST) {
            return withArguments(request, catalog, limits, request.query().arguments());
        }
        if (content.isForm()) {
            var fields = QueryString.parse(content.text());
            return withArguments(request, catalog, limits, Body.arguments(fields));
        }
        return withBody(request, catalog, limits);
    }

    private static Calling withArguments(
            RowsRequest request, Catalog catalog, RowsLimits limits, Map<String, List<String>> arguments) {
        var routine = new RoutineFinder(catalog, request.target(), arguments.keySet(), null).find();
        return new Calling(request, routine, catalog, limits, sql -> sql.with(arguments));
    }

    private static Calling withBody(RowsRequest request, Catalog catalog, RowsLimits limits) {
        var content = request.content();
        var bodyType = bodyType(content.type());
        var hasMembers = bodyType == null || bodyType.equals("json");
        var body = hasMembers ? members(request, catalog) : null;
        Set<String> given = body == null ? Set.of() : body.names();
        var routine = new RoutineFinder(catalog, request.target(), given, bodyType).find();
        return new Calling(
                request,
                routine,
                catalog,
                limits,
                sql -> routine.isPositional()
                        ? sql.withBody(content.bytes())
                        : sql.withMembers(body == null ? "{}" : body.json(), body != null && body.isArray(), given));
    }

    /** The type of a parameter that takes the whole body; null if none does. */
    private static @Nullable String bodyType(String contentType) {
        return switch (contentType) {
            case "application/json" -> "json";
            case "text/csv" -> null;
            case "text/plain" -> "text";
            case "text/xml" -> "xml";
            case "application/octet-stream" -> "bytea";
            default -> throw Problems.body("Content-Type not acceptable: " + contentType);
        };
    }

    /** A body that goes into the only parameter of a function need not be an object. */
    private static Body members(RowsRequest request, Catalog catalog) {
        var bytes = request.content().bytes();
        if (request.content().type().equals("text/csv")) {
            return Body.csv(bytes);
        }
        if (bytes.length == 0) {
            return new Body("{}", false, Set.of());
        }
        var overloads = catalog.routines(request.target());
        var takesAnything = !overloads.isEmpty() && overloads.stream().allMatch(Routine::isPositional);
        return Body.json(bytes, takesAnything ? Set.of() : request.query().columns());
    }

    @Override
    public boolean isReadOnly() {
        return request.verb().isReading() || !routine.isVolatile();
    }

    @Override
    public Map<String, String> settings() {
        return routine.settings();
    }

    @Override
    public Work work() {
        var returned = routine.returned();
        if (request.preferences().maxAffected() != null && !returned.isSet()) {
            throw Problems.affectedOfOne();
        }
        var query = request.query();
        var span = query.clauses().span().within(request.verb() == RowsRequest.Verb.GET ? request.range() : null);
        var type = returned.isOfColumns()
                ? returned.type()
                : new QualifiedName(routine.name().schema(), routine.name().name());
        var node = new Planner(catalog, routine.name().schema())
                .result(type, query.select(), query.clauses().on(span));
        return connection -> run(node, connection);
    }

    private Answer run(Node node, Connection connection) throws SQLException {
        var media = request.media();
        var returned = routine.returned();
        var format = request.verb() == RowsRequest.Verb.HEAD ? Format.NONE : media.format();
        var counts = request.preferences().counting();
        var sql = Statements.call(
                call.apply(new CallSql(routine, node.needed())),
                node.capped(limits.rows()),
                format,
                Shape.of(returned),
                counts == Counting.EXACT || counts == Counting.ESTIMATED);
        if (media.plan() != null) {
            return Answer.of(200)
                    .with(media.type(), Result.lines(Statements.explained(sql, media.plan()), connection), true);
        }
        var result = Result.of(sql, connection);
        if (media.isOfOne() && result.rows() != 1) {
            throw Problems.notSingular(result.rows());
        }
        var most = request.preferences().maxAffected();
        if (most != null && result.rows() > most) {
            throw Problems.tooManyAffected(result.rows());
        }
        return returned.isVoid() ? nothing(result) : page(result, node);
    }

    private Answer page(Result result, Node node) {
        @Nullable Long total = result.total();
        return Reading.page(request, result, total, node.span().offset(), WITHOUT);
    }

    private Answer nothing(Result result) {
        return Answer.of(204)
                .with("Content-Range", Answer.range(0, result.rows(), result.total()))
                .with("Preference-Applied", request.preferences().applied(WITHOUT))
                .overridden(result);
    }

    @Override
    public Answer allowed() {
        return Answer.of(200).with("Allow", routine.isVolatile() ? "OPTIONS,POST" : "OPTIONS,GET,HEAD,POST");
    }
}
