package dev.belfry.realtime.rows;

import dev.belfry.domain.schema.MappedColumn;
import dev.belfry.domain.schema.MappedTable;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Nulls;
import jakarta.persistence.criteria.Order;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.StringNode;

/** The query string of a request, read against a table: {@code select}, {@code order}, {@code limit}, {@code offset}, filters. */
record RowsQuery(
        MappedTable table,
        List<MappedColumn> select,
        Map<MappedColumn, Object> filters,
        List<Ordering> order,
        int limit,
        int offset) {

    private static final Set<String> RESERVED = Set.of("select", "order", "limit", "offset", "columns", "apikey");
    private static final int MAX_ROWS = 1000;

    record Ordering(MappedColumn column, boolean descending, Nulls nulls) {}

    static RowsQuery of(MappedTable table, MultivaluedMap<String, String> parameters) {
        var filters = new LinkedHashMap<MappedColumn, Object>();
        parameters.forEach((name, values) -> {
            if (!RESERVED.contains(name)) {
                values.forEach(value -> filters.put(column(table, name), operand(table, name, value)));
            }
        });
        return new RowsQuery(
                table,
                select(table, parameters.getFirst("select")),
                filters,
                order(table, parameters.getFirst("order")),
                Math.min(number(parameters, "limit", MAX_ROWS), MAX_ROWS),
                number(parameters, "offset", 0));
    }

    private static MappedColumn column(MappedTable table, String name) {
        return table.column(name)
                .orElseThrow(() -> RowsProblem.badRequest(
                        "42703", "column " + table.table().name() + "." + name + " does not exist"));
    }

    private static Object operand(MappedTable table, String name, String value) {
        var column = column(table, name);
        if (!value.startsWith("eq.")) {
            throw RowsProblem.badRequest(
                    "PGRST100",
                    "failed to parse filter (" + value + "): only the operator eq is served, as in " + name
                            + "=eq.value");
        }
        var parsed = column.parse(StringNode.valueOf(value.substring("eq.".length())));
        if (parsed == null) {
            throw RowsProblem.badRequest("PGRST100", "failed to parse filter (" + value + "): the value is missing");
        }
        return parsed;
    }

    private static List<MappedColumn> select(MappedTable table, @Nullable String columns) {
        if (columns == null || columns.isBlank() || columns.strip().equals("*")) {
            return table.columns();
        }
        return Arrays.stream(columns.split(","))
                .map(name -> column(table, name.strip()))
                .toList();
    }

    private static List<Ordering> order(MappedTable table, @Nullable String order) {
        var orderings = new ArrayList<Ordering>();
        for (var item : order == null || order.isBlank() ? new String[0] : order.split(",")) {
            var words = List.of(item.strip().split("\\."));
            var nulls =
                    words.contains("nullsfirst") ? Nulls.FIRST : words.contains("nullslast") ? Nulls.LAST : Nulls.NONE;
            orderings.add(new Ordering(column(table, words.getFirst()), words.contains("desc"), nulls));
        }
        return orderings;
    }

    private static int number(MultivaluedMap<String, String> parameters, String name, int absent) {
        var value = parameters.getFirst(name);
        if (value == null) {
            return absent;
        }
        if (!value.matches("\\d{1,9}")) {
            throw RowsProblem.badRequest("PGRST100", name + " must be a number, and is " + value);
        }
        return Integer.parseInt(value);
    }

    TypedQuery<?> on(EntityManager entities) {
        return query(entities, table.entity());
    }

    private <E> TypedQuery<E> query(EntityManager entities, Class<E> entity) {
        var builder = entities.getCriteriaBuilder();
        var query = builder.createQuery(entity);
        var root = query.from(entity);
        var conditions = new ArrayList<Predicate>();
        filters.forEach((column, value) -> conditions.add(builder.equal(root.get(column.attribute()), value)));
        query.select(root).where(conditions).orderBy(orders(builder, root));
        return entities.createQuery(query).setFirstResult(offset).setMaxResults(limit);
    }

    private List<Order> orders(CriteriaBuilder builder, Root<?> root) {
        return order.stream()
                .map(by -> by.descending()
                        ? builder.desc(root.get(by.column().attribute()), by.nulls())
                        : builder.asc(root.get(by.column().attribute()), by.nulls()))
                .toList();
    }
}
