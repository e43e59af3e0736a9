package dev.belfry.realtime.rows;

import dev.belfry.domain.capture.WriteListener;
import dev.belfry.domain.catalog.Catalog;
import dev.belfry.domain.catalog.Relation;
import dev.belfry.domain.catalog.RelationColumn;
import dev.belfry.realtime.rows.plan.Node;
import dev.belfry.realtime.rows.plan.Planner;
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
import org.jspecify.annotations.Nullable;

/** What writing requests have in common: the rows of their bodies, and what is told of the rows that were written. */
record Written(RowsRequest request, Relation relation, Catalog catalog, WriteListener listener) {

    /**
     * What is read of the rows that were written; null if that is nothing.
     *
     * <p>It is planned in any case: a condition on what is not embedded must not be dropped in silence.
     */
    @Nullable
    Node told() {
        var query = request.query();
        var told = new Planner(catalog, relation.name().schema())
                .result(relation.name(), query.select(), query.clauses().ofWritten());
        return request.preferences().wantsRows() ? told : null;
    }

    /** The columns of the written rows that are needed for what is told of them. */
    Collection<String> returned(@Nullable Node told) {
        if (told == null) {
            return request.preferences().wantsLocation() ? relation.key() : List.of();
        }
        var columns = told.needed();
        if (!columns.contains("*")) {
            columns.addAll(relation.key());
        }
        return columns;
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

    /** The statement that writes, by what it returns. */
    @FunctionalInterface
    interface Statement {
        Sql returning(WriteSql write);
    }

    /**
     * Runs the statement, and holds its result against what the request expects.
     *
     * @param before reads the rows that it is going to change, for whoever listens; null if it changes none
     */
    Result run(
            Statement statement, @Nullable Sql before, @Nullable Node told, Announced.Kind kind, Connection connection)
            throws SQLException {
        var announced = new Announced(relation, listener, kind);
        var isInsert = kind == Announced.Kind.INSERT;
        var locates = isInsert && request.preferences().wantsLocation();
        var format = request.media().format();
        var needed = returned(told);
        Announced.Run plain = () -> Result.of(
                Statements.write(statement.returning(new WriteSql(relation, needed)), told, format, isInsert, locates),
                connection);
        Announced.Run telling = () -> Result.of(
                Statements.writeAndTell(
                        statement.returning(new WriteSql(relation, all(needed))),
                        relation.columns().keySet(),
                        needed,
                        told,
                        format,
                        isInsert,
                        locates),
                connection);
        var result = announced.isWanted() ? announced.run(connection, before, telling, plain) : plain.run();
        requireExpected(result);
        return result;
    }

    /** All columns, and the functions of the row that are read. */
    private Collection<String> all(Collection<String> needed) {
        var all = new LinkedHashSet<>(relation.columns().keySet());
        all.addAll(needed);
        all.remove("*");
        return all;
    }

    private void requireExpected(Result result) {
        if (request.media().isOfOne() && result.rows() != 1) {
            throw Problems.notSingular(result.rows());
        }
        if (result.body() == null) {
            throw Problems.tooLarge(
                    "an answer has at most " + Result.MAX_BYTES + " bytes",
                    "Write without return=representation, or fewer rows at once");
        }
    }

    /** The plan of the statement, if that is wanted; null if not. */
    @Nullable
    Answer plan(Statement statement, @Nullable Node told, Connection connection) throws SQLException {
        var media = request.media();
        if (media.plan() == null) {
            return null;
        }
        var sql = Statements.write(
                statement.returning(new WriteSql(relation, returned(told))), told, media.format(), false, false);
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
