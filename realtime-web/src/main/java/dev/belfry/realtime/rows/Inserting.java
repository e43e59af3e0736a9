package dev.belfry.realtime.rows;

import dev.belfry.domain.catalog.Relation;
import dev.belfry.domain.change.Json;
import dev.belfry.realtime.rows.problem.Problems;
import dev.belfry.realtime.rows.query.Condition;
import dev.belfry.realtime.rows.query.Operation;
import dev.belfry.realtime.rows.sql.Result;
import dev.belfry.realtime.rows.sql.Sql;
import dev.belfry.realtime.rows.sql.WriteSql;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Inserts rows, or updates those that are there already.
 *
 * @param isPut whether it is the one row that the URL names by its key
 */
record Inserting(RowsRequest request, Written written, boolean isPut) implements Exchange {

    static Inserting of(RowsRequest request, Written written) {
        return new Inserting(request, written, request.verb() == RowsRequest.Verb.PUT);
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public Work work() {
        if (isPut) {
            requireKey();
        }
        var body = written.body();
        var told = written.told();
        var conflict = conflict();
        var only = isPut ? request.query().clauses().conditions() : List.<Condition>of();
        Written.Statement insert = write -> write.insert(body, conflict, only);
        var isMerge =
                conflict != null && !conflict.isIgnored() && !conflict.columns().isEmpty();
        return connection -> {
            var plan = written.plan(insert, told, connection);
            if (plan != null) {
                return plan;
            }
            var before = before(body, conflict);
            var result = written.run(insert, before, told, Announced.Kind.INSERT, connection);
            if (isPut && result.rows() != 1) {
                throw Problems.putKey();
            }
            return (isPut ? put(result) : inserted(result)).overridden(result);
        };
    }

    private @Nullable Sql before(WriteSql.Body body, WriteSql.@Nullable Conflict conflict) {
        return conflict == null || conflict.isIgnored() || conflict.columns().isEmpty()
                ? null
                : new WriteSql(relation(), List.of()).beforeUpsert(body, conflict);
    }

    private Relation relation() {
        return written.relation();
    }

    private WriteSql.@Nullable Conflict conflict() {
        if (isPut) {
            return new WriteSql.Conflict(relation().key(), false);
        }
        if (!request.preferences().isUpsert()) {
            return null;
        }
        var given = request.query().onConflict();
        var columns = given == null ? relation().key() : given;
        return new WriteSql.Conflict(columns, request.preferences().ignoresDuplicates());
    }

    /** The URL must name one row by all columns of the key, and nothing else. */
    private void requireKey() {
        var clauses = request.query().clauses();
        if (!clauses.span().isAll()) {
            throw Problems.putRange();
        }
        var named = new HashSet<String>();
        for (var condition : clauses.conditions()) {
            if (!(condition instanceof Condition.Test(var field, var isNegated, var operation))
                    || isNegated
                    || !field.path().isEmpty()
                    || !(operation instanceof Operation.Comparison(var operator, var quantifier, var value))
                    || operator != Operation.Operator.EQ
                    || quantifier != null) {
                throw Problems.putFilters();
            }
            named.add(field.column());
        }
        if (named.isEmpty() || !named.equals(new HashSet<>(relation().key()))) {
            throw Problems.putFilters();
        }
    }

    private Answer put(Result result) {
        var isNew = result.inserted() != null && result.inserted() > 0;
        var status = request.preferences().wantsRows() ? (isNew ? 201 : 200) : 204;
        return written.answer(status, result, List.of("resolution", "missing", "max-affected"));
    }

    private Answer inserted(Result result) {
        var isUpdate =
                request.preferences().mergesDuplicates() && (result.inserted() == null || result.inserted() <= 0);
        var without = relation().key().isEmpty() && request.query().onConflict() == null
                ? List.of("resolution", "max-affected")
                : List.of("max-affected");
        return written.answer(isUpdate ? 200 : 201, result, without)
                .with("Location", location(result))
                .with("Content-Range", Answer.range(0, 0, written.counted(result)));
    }

    private @Nullable String location(Result result) {
        if (result.location() == null || relation().key().isEmpty()) {
            return null;
        }
        var row = Json.MAPPER.readTree(result.location());
        return relation().key().stream()
                .map(column -> {
                    var value = row.path(column);
                    return column + "="
                            + (value.isNull()
                                    ? "is.null"
                                    : URLEncoder.encode("eq." + value.asString(), StandardCharsets.UTF_8));
                })
                .collect(Collectors.joining("&", "/" + relation().name().name() + "?", ""));
    }

    @Override
    public Answer allowed() {
        return Reading.allowed(relation());
    }
}
