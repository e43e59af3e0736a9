package dev.belfry.realtime.rows;

import dev.belfry.domain.change.Column;
import dev.belfry.domain.change.Identifiers;
import dev.belfry.domain.schema.ForeignKey;
import dev.belfry.domain.schema.MappedTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes one statement of a request. Names become columns of mapped tables and nothing else, values are bound, and PostgreSQL makes
 * the JSON of the rows, so that numbers keep their digits.
 */
final class RowsSql {

    /** Rows of one answer, and of one embedded table in each of its rows. */
    static final int MAX_READ = 1000;

    /** Bytes of one answer: tables that are embedded in one another may make more of few rows than a server can hold. */
    static final int MAX_ANSWER = 32 << 20;

    /** Rows that one request changes. */
    static final int MAX_WRITTEN = 10_000;

    private static final String ROWS = Identifiers.quoted("rows of the answer");

    private final List<ForeignKey> keys;
    private final RowsQuery query;
    private final Scope own;
    private final Statement.Values values = new Statement.Values();
    private int embedded;

    RowsSql(MappedTable table, RowsQuery query, List<ForeignKey> keys) {
        this.keys = keys;
        this.query = query;
        this.own = new Scope(table, "t", List.of(), values);
    }

    /**
     * One row: how many rows the page has, their JSON, and how many bytes that has; beyond {@link #MAX_ANSWER} it is not there.
     *
     * @param withRows whether the JSON is wanted, else it is null
     */
    Statement page(Media media, boolean withRows) {
        var page = query.own().page().atMost(MAX_READ);
        var rows = rows(own, query.select(), from(own), conditions(own, query.select()), order(own), limit(page));
        return values.in(told(rows, media, withRows));
    }

    /** The same of rows that have been written, in the order of their keys unless the request wants another. */
    Statement written(String keysOfRows, Media media) {
        var order = query.own().order().isEmpty() ? " order by k.ordinality" : order(own);
        var rows = rows(own, query.select(), fromKeys(keysOfRows), inner(own, query.select()), order, "");
        return values.in(told(rows, media, true));
    }

    /** One number: how many rows match, whatever the page is. */
    Statement count() {
        return values.in("select count(*) from " + from(own) + where(conditions(own, query.select())));
    }

    /** The same, but no more than that. */
    Statement countUpTo(int most) {
        return values.in("select count(*) from (select from " + from(own) + where(conditions(own, query.select()))
                + " limit " + most + ") matching");
    }

    /** PostgreSQL's plan of reading all rows that match, as JSON. */
    Statement plan() {
        return values.in("explain (format json) select from " + from(own) + where(conditions(own, query.select())));
    }

    /** The rows to change, as entities. Locking them asks the policies of UPDATE: those that may only be read are not found. */
    Statement locked() {
        return values.in("select t.* from " + from(own) + where(conditions(own, query.select())) + order(own)
                + limit(query.own().page().atMost(MAX_WRITTEN + 1)) + " for update of t");
    }

    /** The row, as an entity, that has those values in the columns; locked if it is to be changed. */
    Statement same(List<String> columns, String row, boolean locked) {
        return values.in("select t.* from " + fromKeys(row, columns) + (locked ? " for update of t" : ""));
    }

    /** Deletes what the caller may delete, and tells the keys of it as JSON. */
    Statement deleted() {
        var found = "select " + keyOf("t") + " from " + from(own) + where(conditions(own, query.select())) + order(own)
                + limit(query.own().page().atMost(MAX_WRITTEN + 1));
        return values.in("with gone as (delete from " + name(own.table()) + " d where (" + keyOf("d") + ") in (" + found
                + ") returning " + keyOf("d") + ") select cast(coalesce(json_agg(gone), '[]') as text) from gone");
    }

    /** Rows with those keys, as entities. */
    Statement byKeys(String keysOfRows) {
        return values.in("select t.* from " + fromKeys(keysOfRows) + " order by k.ordinality");
    }

    private static String told(String rows, Media media, boolean withRows) {
        var json = "coalesce(json_agg(" + ROWS + "), '[]')";
        if (media.withoutNulls()) {
            json = "json_strip_nulls(" + json + ")";
        }
        if (media.single()) {
            json += " -> 0";
        }
        return "select page.rows, case when octet_length(page.json) <= " + MAX_ANSWER
                + " then page.json end, octet_length(page.json) from (select count(*) as rows, cast("
                + (withRows ? json : "null") + " as text) as json from (" + rows + ") " + ROWS + ") page";
    }

    private String rows(
            Scope scope, List<Selected> items, String from, List<String> where, String order, String limit) {
        var outputs = items.stream().map(item -> output(scope, item)).collect(Collectors.joining(", "));
        return "select " + outputs + " from " + from + where(where) + grouping(items) + order + limit;
    }

    private String output(Scope scope, Selected item) {
        return switch (item) {
            case Selected.Everything() -> scope.columns();
            case Selected.Field(var name, var path) -> scope.field(path) + " as " + Identifiers.quoted(name);
            case Selected.Count(var name) -> "count(*) as " + Identifiers.quoted(name);
            case Selected.Embedded asked -> embedded(scope, asked) + " as " + Identifiers.quoted(asked.name());
        };
    }

    /** Fields beside a count are what is counted by; they are told to PostgreSQL by their places. */
    private static String grouping(List<Selected> items) {
        if (items.stream().noneMatch(Selected.Count.class::isInstance)) {
            return "";
        }
        var places = new ArrayList<String>();
        for (var i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof Selected.Field) {
                places.add(Integer.toString(i + 1));
            }
        }
        return places.isEmpty() ? "" : " group by " + String.join(", ", places);
    }

    private String embedded(Scope around, Selected.Embedded asked) {
        var relationship = Relationship.find(keys, around.table(), asked);
        var scope = inside(around, asked, relationship);
        var where = Stream.concat(link(around, scope, relationship).stream(), conditions(scope, asked.items()).stream())
                .toList();
        var page = query.clauses(scope.path()).page().atMost(MAX_READ);
        var rows = rows(scope, asked.items(), from(scope), where, order(scope), limit(page));
        return relationship.many()
                ? "coalesce((select json_agg(" + ROWS + ") from (" + rows + ") " + ROWS + "), '[]')"
                : "(select row_to_json(" + ROWS + ") from (" + rows + ") " + ROWS + ")";
    }

    private Scope inside(Scope around, Selected.Embedded asked, Relationship relationship) {
        var path =
                Stream.concat(around.path().stream(), Stream.of(asked.name())).toList();
        return new Scope(relationship.embedded(), "e" + ++embedded, path, values);
    }

    private static List<String> link(Scope around, Scope inside, Relationship relationship) {
        var equalities = new ArrayList<String>();
        for (var i = 0; i < relationship.columns().size(); i++) {
            equalities.add(inside.raw(relationship.embeddedColumns().get(i)) + " = "
                    + around.raw(relationship.columns().get(i)));
        }
        return equalities;
    }

    private List<String> conditions(Scope scope, List<Selected> items) {
        var conditions = new ArrayList<String>();
        query.clauses(scope.path()).conditions().forEach(condition -> conditions.add(scope.condition(condition)));
        conditions.addAll(inner(scope, items));
        return conditions;
    }

    /** That there are rows of the tables that are embedded as {@code !inner}. */
    private List<String> inner(Scope scope, List<Selected> items) {
        var conditions = new ArrayList<String>();
        for (var item : items) {
            if (item instanceof Selected.Embedded asked && asked.inner()) {
                var relationship = Relationship.find(keys, scope.table(), asked);
                var inside = inside(scope, asked, relationship);
                var where = new ArrayList<>(link(scope, inside, relationship));
                where.addAll(conditions(inside, asked.items()));
                conditions.add("exists (select from " + from(inside) + where(where) + ")");
            }
        }
        return conditions;
    }

    private static String where(List<String> conditions) {
        return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }

    private String order(Scope scope) {
        var order = query.clauses(scope.path()).order();
        return order.isEmpty()
                ? ""
                : order.stream()
                        .map(by -> scope.field(by.field()) + " " + by.direction())
                        .collect(Collectors.joining(", ", " order by ", ""));
    }

    private static String limit(Page page) {
        return " limit " + page.limit() + " offset " + page.offset();
    }

    private static String from(Scope scope) {
        return name(scope.table()) + " " + scope.alias();
    }

    private String fromKeys(String keysOfRows) {
        return fromKeys(keysOfRows, key());
    }

    /** The rows that have the values of those JSON objects. */
    private String fromKeys(String objects, List<String> columns) {
        var name = name(own.table());
        return "jsonb_populate_recordset(cast(null as " + name + "), " + values.bind(objects, "pg_catalog.jsonb")
                + ") with ordinality k join " + from(own) + " on "
                + columns.stream()
                        .map(column -> own.raw(column) + " = k." + Identifiers.quoted(column))
                        .collect(Collectors.joining(" and "));
    }

    private List<String> key() {
        var key = own.table().table().key().stream().map(Column::name).toList();
        if (key.isEmpty()) {
            throw new RowsProblem(
                    400, "0A000", "rows of " + own.table().table() + " cannot be told: it has no primary key", null);
        }
        return key;
    }

    private String keyOf(String alias) {
        return key().stream()
                .map(column -> alias + "." + Identifiers.quoted(column))
                .collect(Collectors.joining(", "));
    }

    private static String name(MappedTable table) {
        return Identifiers.quoted(table.table().schema()) + "."
                + Identifiers.quoted(table.table().name());
    }
}
