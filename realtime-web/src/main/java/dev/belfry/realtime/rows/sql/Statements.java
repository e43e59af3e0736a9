package dev.belfry.realtime.rows.sql;

import dev.belfry.realtime.rows.plan.Node;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one statement that does all of a request. Its row is a {@link Result}.
 *
 * <p>The names of its parts are PostgREST's where PostgreSQL's errors show them.
 */
public final class Statements {

    private static final String SETTING = "nullif(current_setting('%s', true), '')";
    private static final String TOLD =
            ", " + SETTING.formatted("response.headers") + ", " + SETTING.formatted("response.status");

    private Statements() {}

    /**
     * Reads rows.
     *
     * @param counting {@code NONE}, or how many of all rows are counted at most
     * @param countAtMost how many are counted at most; null for all
     */
    public static Sql read(Node node, Format format, boolean counting, @Nullable Long countAtMost) {
        var sql = new Sql().add("with ").add("pgrst_source as (");
        ReadSql.select(sql, node);
        sql.add("), pgrst_rows as (select * from pgrst_source)");
        if (counting) {
            count(sql, node, countAtMost);
        }
        return answer(
                sql, format, Shape.ROWS, counting, "null::int, null::json, null::json", to -> to.add("pgrst_rows"));
    }

    /** Counts rows by the planner's guess; gives a plan as JSON. */
    public static Sql planOfCount(Node node) {
        var sql = new Sql().add("explain (format json) ");
        ReadSql.rows(sql, node);
        return sql;
    }

    /**
     * Writes rows and reads what was written.
     *
     * @param written the statement that writes
     * @param node what is read of it; null if that is nothing
     * @param isInsert whether it is told how many are new
     * @param locates whether the only new row is told, by which it is found
     */
    public static Sql write(Sql written, @Nullable Node node, Format format, boolean isInsert, boolean locates) {
        var sql = new Sql().add("with pgrst_source as (").add(written).add(")");
        return written(sql, node, format, isInsert, locates, "null::json");
    }

    /**
     * Writes rows, and tells all of them beside what is read.
     *
     * @param written the statement that writes and returns every column
     * @param columns all columns of the relation
     * @param needed those that are read; {@code *} for all, none if only the number of rows counts
     */
    public static Sql writeAndTell(
            Sql written,
            Collection<String> columns,
            Collection<String> needed,
            @Nullable Node node,
            Format format,
            boolean isInsert,
            boolean locates) {
        var sql = new Sql().add("with pgrst_written as (").add(written).add("), pgrst_source as (select ");
        sql.each(needed.contains("*") ? columns : needed, ", ", Sql::name);
        sql.add(needed.isEmpty() ? "1 from pgrst_written)" : " from pgrst_written)");
        var all = new Sql()
                .add("(select json_agg(to_jsonb(w)) from (select ")
                .each(columns, ", ", Sql::name)
                .add(" from pgrst_written) w)");
        return written(sql, node, format, isInsert, locates, all.toString());
    }

    private static Sql written(
            Sql sql, @Nullable Node node, Format format, boolean isInsert, boolean locates, String all) {
        sql.add(", pgrst_rows as (");
        if (node == null) {
            sql.add("select * from pgrst_source");
        } else {
            ReadSql.select(sql, node);
        }
        sql.add(")");
        var inserted = isInsert ? SETTING.formatted(WriteSql.INSERTED) + "::int" : "null::int";
        var location = locates
                ? "case when count(_postgrest_t) = 1 then (select row_to_json(s) from pgrst_source s) end"
                : "null::json";
        return answer(
                sql,
                node == null ? Format.NONE : format,
                Shape.ROWS,
                false,
                inserted + ", " + location + ", " + all,
                to -> to.add("pgrst_rows"));
    }

    /** Calls a function and reads what it returns. */
    public static Sql call(Sql called, Node node, Format format, Shape shape, boolean counting) {
        var sql = new Sql().add("with pgrst_source as (").add(called).add("), pgrst_rows as (");
        ReadSql.select(sql, node);
        sql.add(")");
        if (counting) {
            count(sql, node, null);
        }
        return answer(sql, format, shape, counting, "null::int, null::json, null::json", to -> to.add("pgrst_rows"));
    }

    /** The plan of a statement instead of its result, a line in each row. */
    public static Sql explained(Sql statement, List<String> options) {
        return new Sql().add("explain (" + String.join(", ", options) + ") ").add(statement);
    }

    private static void count(Sql sql, Node node, @Nullable Long most) {
        sql.add(", pgrst_source_count as (");
        ReadSql.rows(sql, node);
        sql.add(most == null ? ")" : " limit " + most + ")");
    }

    private static Sql answer(
            Sql sql,
            Format format,
            Shape shape,
            boolean isCounted,
            String more,
            java.util.function.Consumer<Sql> from) {
        sql.add(" select total, rows, case when octet_length(body) <= " + Result.MAX_BYTES + " then body end,"
                + " octet_length(body), headers, status, inserted, location, written from (select ");
        sql.add(isCounted ? "(select count(*) from pgrst_source_count)" : "null::bigint")
                .add(" as total, ");
        sql.add(shape.isOne() ? "1::bigint" : "count(_postgrest_t)").add(" as rows, ");
        sql.add(format.sql(shape)).add(" as body");
        sql.add(TOLD).add(", ").add(more);
        sql.add(" from (select * from ");
        from.accept(sql);
        return sql.add(") _postgrest_t) as answer (total, rows, body, headers, status, inserted, location, written)");
    }
}
