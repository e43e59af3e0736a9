package dev.belfry.realtime.rows;

import dev.belfry.domain.catalog.Catalog;
import dev.belfry.domain.catalog.Relation;
import dev.belfry.domain.catalog.RelationColumn;
import dev.belfry.domain.catalog.Relationship.Pair;
import dev.belfry.realtime.rows.plan.Column;
import dev.belfry.realtime.rows.plan.Node;
import dev.belfry.realtime.rows.plan.Planner;
import dev.belfry.realtime.rows.plan.Source;
import dev.belfry.realtime.rows.problem.Problems;
import dev.belfry.realtime.rows.sql.Result;
import dev.belfry.realtime.rows.sql.Sql;
import dev.belfry.realtime.rows.sql.Statements;
import dev.belfry.realtime.rows.sql.WriteSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What writing requests have in common: the rows of their bodies, and what is told of the rows that were written. */
record Written(RowsRequest request, Relation relation, Catalog catalog) {

    /** What is read of the rows that were written; null if that is nothing. */
    @Nullable
    Node told() {
        if (!request.preferences().wantsRows()) {
            return null;
        }
        var query = request.query();
        return new Planner(catalog, relation.name().schema())
                .result(relation.name(), query.select(), query.clauses().ofWritten());
    }

    /** The columns of the written rows that are needed for what is told of them. */
    Collection<String> returned(@Nullable Node told) {
        if (told == null) {
            return request.preferences().wantsLocation() ? relation.key() : List.of();
        }
        var columns = new LinkedHashSet<String>();
        for (Column column : told.columns()) {
            columns.add(column.field().column());
        }
        for (var embedding : told.embeddings()) {
            switch (embedding.node().source()) {
                case Source.Joined(var name, var pairs) -> add(columns, pairs);
                case Source.Through(var through, var junction) ->
                    add(columns, through.near().pairs());
                case Source.Computed ignored -> columns.add("*");
                case Source.Relation ignored -> {}
                case Source.Result ignored -> {}
            }
        }
        if (columns.contains("*") || told.readsEverything()) {
            return List.of("*");
        }
        columns.addAll(relation.key());
        return columns;
    }

    private static void add(Set<String> columns, List<Pair> pairs) {
        pairs.forEach(pair -> columns.add(pair.from()));
    }

    /** The rows of the body, with columns that the relation has. */
    WriteSql.Body body() {
        var body = parsed();
        var columns = new ArrayList<RelationColumn>();
        for (var name : body.names()) {
            columns.add(relation.column(name)
                    .orElseThrow(() -> Problems.noColumn(relation.name().name(), name)));
        }
        return new WriteSql.Body(
                body.json(),
                body.isArray(),
                List.copyOf(columns),
                request.preferences().missingIsDefault());
    }

    private Body parsed() {
        var content = request.content();
        var given =
                request.verb() == RowsRequest.Verb.PUT ? null : request.query().columns();
        return switch (content.type()) {
            case "application/json" -> Body.json(content.bytes(), given);
            case "text/csv" -> Body.csv(content.bytes());
            case "application/x-www-form-urlencoded" -> Body.form(QueryString.parse(content.text()));
            default -> throw Problems.body("Content-Type not acceptable: " + content.type());
        };
    }

    /** Runs the statement, and holds its result against what the request expects. */
    Result run(Sql written, @Nullable Node told, boolean isInsert, Connection connection) throws SQLException {
        var result = Result.of(
                Statements.write(
                        written,
                        told,
                        request.media().format(),
                        isInsert,
                        isInsert && request.preferences().wantsLocation()),
                connection);
        if (request.media().isOfOne() && result.rows() != 1) {
            throw Problems.notSingular(result.rows());
        }
        if (result.body() == null) {
            throw Problems.tooLarge(
                    "an answer has at most " + Result.MAX_BYTES + " bytes",
                    "Write without return=representation, or fewer rows at once");
        }
        return result;
    }

    /** The plan of the statement, if that is wanted; null if not. */
    @Nullable
    Answer plan(Sql written, @Nullable Node told, Connection connection) throws SQLException {
        var media = request.media();
        if (media.plan() == null) {
            return null;
        }
        var sql = Statements.write(written, told, media.format(), false, false);
        return Answer.of(200)
                .with(media.type(), Result.lines(Statements.explained(sql, media.plan()), connection), true);
    }

    Answer answer(int status, Result result, List<String> withoutPreferences) {
        var answer = Answer.of(status)
                .with("Preference-Applied", request.preferences().applied(withoutPreferences));
        return request.preferences().wantsRows()
                ? answer.with("Content-Profile", request.profile())
                        .with(request.media().type(), result.body(), true)
                : answer;
    }

    @Nullable
    Long counted(Result result) {
        return switch (request.preferences().counting()) {
            case EXACT, ESTIMATED -> result.rows();
            case NONE, PLANNED -> null;
        };
    }
}
