package dev.belfry.realtime.rows;

import dev.belfry.domain.catalog.Catalog;
import dev.belfry.domain.catalog.Relation;
import dev.belfry.realtime.rows.problem.Problems;
import dev.belfry.realtime.rows.sql.Sql;
import dev.belfry.realtime.rows.sql.WriteSql;
import java.util.List;
import java.util.function.Function;

/** Updates or deletes the rows that meet conditions. */
record Changing(RowsRequest request, Relation relation, Catalog catalog) implements Exchange {

    @Override
    public boolean isReadOnly() {
        return false;
    }

    private boolean isUpdate() {
        return request.verb() == RowsRequest.Verb.PATCH;
    }

    @Override
    public Work work() {
        var written = new Written(request, relation, catalog);
        var clauses = request.query().clauses();
        if (clauses.conditions().isEmpty()) {
            throw Problems.everyRow(isUpdate() ? "UPDATE" : "DELETE");
        }
        if (!clauses.span().isAll() && relation.isView()) {
            throw Problems.notServed("limit and offset of an update or delete of a view");
        }
        var statement = statement(written);
        var told = written.told();
        var returned = written.returned(told);
        return connection -> {
            var write = new WriteSql(relation, returned);
            var plan = written.plan(statement.apply(write), told, connection);
            if (plan != null) {
                return plan;
            }
            var result = written.run(statement.apply(write), told, false, connection);
            var most = request.preferences().maxAffected();
            if (most != null && result.rows() > most) {
                throw Problems.tooManyAffected(result.rows());
            }
            var without = isUpdate() ? List.of("resolution") : List.of("resolution", "missing");
            return written.answer(request.preferences().wantsRows() ? 200 : 204, result, without)
                    .with("Content-Range", Answer.range(0, isUpdate() ? result.rows() : 0, written.counted(result)))
                    .overridden(result);
        };
    }

    private Function<WriteSql, Sql> statement(Written written) {
        var clauses = request.query().clauses();
        if (!isUpdate()) {
            return write -> write.delete(clauses);
        }
        var body = written.body();
        return write -> write.update(body, clauses);
    }

    @Override
    public Answer allowed() {
        return Reading.allowed(relation);
    }
}
