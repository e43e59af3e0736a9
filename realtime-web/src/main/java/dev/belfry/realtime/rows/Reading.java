package dev.belfry.realtime.rows;

import dev.belfry.domain.catalog.Catalog;
import dev.belfry.domain.catalog.Relation;
import dev.belfry.domain.change.Json;
import dev.belfry.realtime.rows.plan.Node;
import dev.belfry.realtime.rows.plan.Planner;
import dev.belfry.realtime.rows.problem.Problems;
import dev.belfry.realtime.rows.sql.Counting;
import dev.belfry.realtime.rows.sql.Format;
import dev.belfry.realtime.rows.sql.Result;
import dev.belfry.realtime.rows.sql.Sql;
import dev.belfry.realtime.rows.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a page of a relation's rows. */
record Reading(RowsRequest request, Relation relation, Catalog catalog, RowsLimits limits) implements Exchange {

    /** Preferences that have no meaning here. */
    private static final List<String> WITHOUT = List.of("resolution", "missing", "return", "max-affected");

    @Override
    public boolean isReadOnly() {
        return true;
    }

    @Override
    public Work work() {
        var isGet = request.verb() == RowsRequest.Verb.GET;
        var span = request.query().clauses().span().within(isGet ? request.range() : null);
        var query = request.query().on(span);
        var node = new Planner(catalog, relation.name().schema()).relation(relation, query.select(), query.clauses());
        return connection -> read(node, connection);
    }

    private Answer read(Node node, Connection connection) throws SQLException {
        var capped = node.capped(limits.rows());
        var media = request.media();
        var format = request.verb() == RowsRequest.Verb.HEAD ? Format.NONE : media.format();
        var counting = counting(connection, node);
        var sql = Statements.read(
                capped,
                format,
                counting == Counting.EXACT || counting == Counting.ESTIMATED,
                counting == Counting.ESTIMATED ? limits.rows() + 1 : null);
        if (media.plan() != null) {
            return Answer.of(200)
                    .with(media.type(), Result.lines(Statements.explained(sql, media.plan()), connection), true);
        }
        var result = Result.of(sql, connection);
        if (media.isOfOne() && result.rows() != 1) {
            throw Problems.notSingular(result.rows());
        }
        var total = total(result, counting, node, connection);
        return page(request, result, total, node.span().offset(), WITHOUT);
    }

    /** A page of rows of which there may be more. */
    static Answer page(
            RowsRequest request, Result result, @Nullable Long total, long first, List<String> withoutPreferences) {
        if (total != null && first > total) {
            throw Problems.behindTheEnd(first, total);
        }
        if (result.body() == null) {
            throw Problems.tooLarge(
                    "an answer has at most " + Result.MAX_BYTES + " bytes",
                    "Ask for fewer columns, or for a page of rows");
        }
        return Answer.of(total != null && result.rows() < total ? 206 : 200)
                .with("Content-Range", Answer.range(first, result.rows(), total))
                .with("Preference-Applied", request.preferences().applied(withoutPreferences))
                .with("Content-Profile", request.profile())
                .with(request.media().type(), result.body(), request.verb() != RowsRequest.Verb.HEAD)
                .overridden(result);
    }

    /** A guess would tell of rows that the caller may not see, wherever policies hide some: those are counted. */
    private Counting counting(Connection connection, Node node) throws SQLException {
        var asked = request.preferences().counting();
        if (asked != Counting.PLANNED && asked != Counting.ESTIMATED) {
            return asked;
        }
        return node.embeddings().isEmpty() && seesEveryRow(connection) ? asked : Counting.EXACT;
    }

    private boolean seesEveryRow(Connection connection) throws SQLException {
        var sql = new Sql()
                .add(
                        "select relkind in ('r', 'p', 'm') and not row_security_active(oid) from pg_catalog.pg_class where oid = ")
                .value(relation.name().sql())
                .add("::regclass");
        return Result.lines(sql, connection).equals("t");
    }

    private @Nullable Long total(Result result, Counting counting, Node node, Connection connection)
            throws SQLException {
        return switch (counting) {
            case NONE, EXACT -> result.total();
            case PLANNED -> planned(node, connection);
            case ESTIMATED -> {
                var counted = result.total();
                yield counted == null || counted <= limits.rows()
                        ? counted
                        : Long.valueOf(Math.max(counted, planned(node, connection)));
            }
        };
    }

    private static long planned(Node node, Connection connection) throws SQLException {
        var plan = Result.lines(Statements.planOfCount(node), connection);
        return Json.MAPPER.readTree(plan).path(0).path("Plan").path("Plan Rows").asLong();
    }

    @Override
    public Answer allowed() {
        return allowed(relation);
    }

    static Answer allowed(Relation relation) {
        var writes = relation.writes();
        var hasKey = !relation.key().isEmpty();
        return Answer.of(200)
                .with(
                        "Allow",
                        "OPTIONS,GET,HEAD" + (writes.insert() ? ",POST" : "")
                                + (writes.insert() && writes.update() && hasKey ? ",PUT" : "")
                                + (writes.update() ? ",PATCH" : "") + (writes.delete() ? ",DELETE" : ""));
    }
}
