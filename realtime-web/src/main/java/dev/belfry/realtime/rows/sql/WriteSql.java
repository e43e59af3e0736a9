package dev.belfry.realtime.rows.sql;

import dev.belfry.domain.catalog.Relation;
import dev.belfry.domain.catalog.RelationColumn;
import dev.belfry.realtime.rows.query.Clauses;
import dev.belfry.realtime.rows.query.Condition;
import dev.belfry.realtime.rows.query.Ordering;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * SQL that inserts, updates and deletes rows of one relation.
 *
 * @param returned the columns that are read of what was written; {@code *} for all, none if only the number of rows counts
 */
public record WriteSql(Relation relation, Collection<String> returned) {

    /** Counts the rows of an upsert that are new. */
    static final String INSERTED = "belfry.inserted";

    /**
     * The rows of a request's body.
     *
     * @param json an object, or an array of them
     * @param isArray which of the two it is
     * @param columns those that are written
     * @param missingIsDefault whether a column that a row lacks gets its default instead of NULL
     */
    public record Body(String json, boolean isArray, List<RelationColumn> columns, boolean missingIsDefault) {}

    /** What happens to a row whose unique columns are taken: nothing, or the row that is there becomes it. */
    public record Conflict(List<String> columns, boolean isIgnored) {}

    /** @param only conditions on the new rows; those that do not meet them are not inserted */
    public Sql insert(Body body, @Nullable Conflict conflict, List<Condition> only) {
        var sql = new Sql().add("insert into ").name(relation.name());
        if (!body.columns().isEmpty()) {
            sql.add("(").each(names(body), ", ", Sql::name).add(")");
        }
        sql.add(" select ").each(names(body), ", ", (to, name) -> to.column("pgrst_body", name));
        sql.add(" from ");
        body(sql, body, false);
        var isCounted = conflict != null && !conflict.isIgnored();
        sql.add(isCounted || !only.isEmpty() ? " where " : "");
        if (isCounted) {
            sql.add(counted(1)).add(only.isEmpty() ? "" : " and ");
        }
        new Conditions("pgrst_body", relation, Conditions.NOTHING_EMBEDDED).all(sql, only);
        if (conflict != null && !conflict.columns().isEmpty()) {
            conflict(sql, body, conflict);
        }
        return returning(sql);
    }

    private static void conflict(Sql sql, Body body, Conflict conflict) {
        sql.add(" on conflict (").each(conflict.columns(), ", ", Sql::name).add(")");
        if (conflict.isIgnored() || body.columns().isEmpty()) {
            sql.add(" do nothing");
            return;
        }
        sql.add(" do update set ")
                .each(
                        names(body),
                        ", ",
                        (to, name) -> to.name(name).add(" = excluded.").name(name));
        sql.add(" where ").add(counted(-1));
    }

    /** Always true; it counts on the way. */
    private static String counted(int change) {
        return "set_config('" + INSERTED + "', (coalesce(nullif(current_setting('" + INSERTED
                + "', true), '')::int, 0) + " + change + ")::text, true) is not null";
    }

    public Sql update(Body body, Clauses clauses) {
        if (body.columns().isEmpty()) {
            return nothing();
        }
        var sql = new Sql().add("update ").name(relation.name()).add(" set ");
        sql.each(names(body), ", ", (to, name) -> to.name(name).add(" = ").column("pgrst_body", name));
        sql.add(" from ");
        body(sql, body, false);
        where(sql, clauses);
        return returning(sql);
    }

    public Sql delete(Clauses clauses) {
        var sql = new Sql().add("delete from ").name(relation.name());
        where(sql, clauses);
        return returning(sql);
    }

    /** The rows that an update is going to change, as they are, locked; as a JSON array. */
    public Sql beforeUpdate(Clauses clauses) {
        var sql = before();
        where(sql, clauses);
        return locked(sql);
    }

    /** The rows that an upsert is going to change, as they are, locked; as a JSON array. */
    public Sql beforeUpsert(Body body, Conflict conflict) {
        var sql = before().add(" where exists (select from ");
        body(sql, body, false);
        sql.add(" where ")
                .each(
                        conflict.columns(),
                        " and ",
                        (to, column) -> to.column("pgrst_body", column)
                                .add(" = ")
                                .name(relation.name())
                                .add(".")
                                .name(column));
        return locked(sql.add(")"));
    }

    private Sql before() {
        return new Sql()
                .add("select json_agg(to_jsonb(present)) from (select * from ")
                .name(relation.name());
    }

    private static Sql locked(Sql sql) {
        return sql.add(" for no key update) present");
    }

    /** An update that changes nothing still tells of no rows with the right columns. */
    private Sql nothing() {
        var sql = new Sql().add("select ");
        if (returned.isEmpty()) {
            sql.add("null");
        } else {
            sql.each(returned, ", ", this::returnedColumn);
        }
        return sql.add(" from ").name(relation.name()).add(" where false");
    }

    private void where(Sql sql, Clauses clauses) {
        var span = clauses.span();
        if (span.isAll()) {
            if (!clauses.conditions().isEmpty()) {
                sql.add(" where ");
                conditions().all(sql, clauses.conditions());
            }
            return;
        }
        sql.add(" where (");
        place(sql);
        sql.add(") in (select ");
        place(sql);
        sql.add(" from ").name(relation.name());
        if (!clauses.conditions().isEmpty()) {
            sql.add(" where ");
            conditions().all(sql, clauses.conditions());
        }
        if (!clauses.order().isEmpty()) {
            sql.add(" order by ").each(clauses.order(), ", ", this::ordering);
        }
        sql.add(span.limit() == null ? "" : " limit " + span.limit());
        sql.add(" offset " + span.offset() + ")");
    }

    /** Where a row stands: a {@code ctid} alone means one in each partition. */
    private void place(Sql sql) {
        sql.name(relation.name()).add(".tableoid, ").name(relation.name()).add(".ctid");
    }

    private void ordering(Sql sql, Ordering ordering) {
        conditions().field(sql, ordering.field()).add(ordering.direction());
    }

    private Conditions conditions() {
        return new Conditions(relation.name().sql(), relation, Conditions.NOTHING_EMBEDDED);
    }

    private static List<String> names(Body body) {
        return body.columns().stream().map(RelationColumn::name).toList();
    }

    /** The body's rows, typed, as {@code pgrst_body}. */
    static void body(Sql sql, Body body, boolean firstOnly) {
        var json = body.missingIsDefault() ? "jsonb" : "json";
        sql.add("(select ").value(body.json()).add("::" + json + " as data) pgrst_payload, ");
        var data = "pgrst_payload.data";
        if (body.missingIsDefault()) {
            defaults(sql, body);
            data = "pgrst_defaults.data";
        }
        sql.add("lateral (select ");
        sql.each(names(body), ", ", Sql::name).add(" from ");
        if (body.columns().isEmpty()) {
            sql.add(body.isArray() ? json + "_array_elements(" + data + ") _" : "(values (1)) _");
        } else {
            BiConsumer<Sql, RelationColumn> typed =
                    (to, column) -> to.name(column.name()).add(" ").expression(column.type());
            sql.add(json + (body.isArray() ? "_to_recordset(" : "_to_record(") + data + ") as _(")
                    .each(body.columns(), ", ", typed)
                    .add(")");
        }
        sql.add(firstOnly && body.isArray() ? " limit 1) pgrst_body" : ") pgrst_body");
    }

    private static void defaults(Sql sql, Body body) {
        sql.add("lateral (select ").add(body.isArray() ? "jsonb_agg(" : "").add("jsonb_build_object(");
        var withDefault = body.columns().stream()
                .filter(column -> column.defaultValue() != null)
                .toList();
        sql.each(
                withDefault,
                ", ",
                (to, column) ->
                        to.value(column.name()).add("::text, ").expression(String.valueOf(column.defaultValue())));
        if (body.isArray()) {
            sql.add(") || given) as data from jsonb_array_elements(pgrst_payload.data) given) pgrst_defaults, ");
        } else {
            sql.add(") || pgrst_payload.data as data) pgrst_defaults, ");
        }
    }

    private Sql returning(Sql sql) {
        sql.add(" returning ");
        return returned.isEmpty() ? sql.add("1") : sql.each(returned, ", ", this::returnedColumn);
    }

    private void returnedColumn(Sql sql, String column) {
        sql.name(relation.name()).add(".");
        if (column.equals("*")) {
            sql.add("*");
        } else {
            sql.name(column);
        }
    }
}
