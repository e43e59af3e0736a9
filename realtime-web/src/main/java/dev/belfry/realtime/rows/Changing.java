package dev.belfry.realtime.rows;

import dev.belfry.domain.catalog.Relation;
import dev.belfry.realtime.rows.problem.Problems;
import dev.belfry.realtime.rows.sql.WriteSql;
import java.util.List;

/** Updates or deletes the rows that meet conditions. */
record Changing(RowsRequest request, Written written) implements Exchange {

    @Override
    public boolean isReadOnly() {
        return false;
    }

    private boolean isUpdate() {
        return request.verb() == RowsRequest.Verb.PATCH;
    }

    @Override
    public Work work() {
        var relation = written.relation();
        var clauses = request.query().clauses();
        var body = isUpdate() ? written.body() : null;
        var changesNothing = body != null && body.columns().isEmpty();
        if (clauses.conditions().isEmpty() && !changesNothing) {
            throw Problems.everyRow(isUpdate() ? "UPDATE" : "DELETE");
        }
        if (!clauses.span().isAll() && relation.kind() != Relation.Kind.TABLE) {
            throw Problems.notServed("limit and offset of an update or delete of a view or foreign table");
        }
        Written.Statement statement = write -> body == null ? write.delete(clauses) : write.update(body, clauses);
        var told = written.told();
        return connection -> {
            var plan = written.plan(statement, told, connection);
            if (plan != null) {
                return plan;
            }
            var before = isUpdate() ? new WriteSql(relation, List.of()).beforeUpdate(clauses) : null;
            var kind = isUpdate() ? Announced.Kind.UPDATE : Announced.Kind.DELETE;
            var result = written.run(statement, before, told, kind, connection);
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

    @Override
    public Answer allowed() {
        return Reading.allowed(written.relation());
    }
}
