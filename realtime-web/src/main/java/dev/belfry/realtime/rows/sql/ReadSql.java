package dev.belfry.realtime.rows.sql;

import dev.belfry.domain.catalog.Relationship.Pair;
import dev.belfry.domain.change.Identifiers;
import dev.belfry.realtime.rows.plan.Column;
import dev.belfry.realtime.rows.plan.Embedding;
import dev.belfry.realtime.rows.plan.Embedding.Spread;
import dev.belfry.realtime.rows.plan.Node;
import dev.belfry.realtime.rows.plan.Source;
import dev.belfry.realtime.rows.query.Field;
import dev.belfry.realtime.rows.query.Ordering;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * SQL that reads a tree of relations: each embedded one is a lateral subquery.
 *
 * @param around the node of which the rows are around; null for the outermost
 */
record ReadSql(Node node, @Nullable Node around) {

    /** What a statement has written, or a function has returned, is called so. */
    static final String RESULT = "pgrst_source";

    static void select(Sql sql, Node root) {
        new ReadSql(root, null).select(sql, List.of());
    }

    /** @param gathered orderings of rows that are gathered column by column, which need the values they go by */
    private void select(Sql sql, List<Ordering> gathered) {
        sql.add("select ").each(values(gathered), ", ", (to, value) -> value.accept(to));
        sql.add(" from ");
        from(sql);
        for (var embedding : node.embeddings()) {
            join(sql, embedding);
        }
        where(sql, conditions(this::isThere));
        groupBy(sql);
        if (!node.order().isEmpty()) {
            sql.add(" order by ").each(node.order(), ", ", this::ordering);
        }
        span(sql);
    }

    /** How many rows there are, by rows of nothing: bounds and orders do not count. */
    static void rows(Sql sql, Node root) {
        new ReadSql(root, null).rows(sql);
    }

    private void rows(Sql sql) {
        sql.add("select 1 from ");
        from(sql);
        var isFirst = where(sql, conditions(this::exists));
        for (var embedding : node.embeddings()) {
            if (embedding.isInner()) {
                sql.add(isFirst ? " where exists (" : " and exists (");
                new ReadSql(embedding.node(), node).rows(sql);
                sql.add(")");
                isFirst = false;
            }
        }
    }

    private Conditions conditions(Conditions.Embedded embedded) {
        return new Conditions(Identifiers.quoted(node.alias()), node.relation(), embedded);
    }

    private Conditions fields() {
        return conditions(Conditions.NOTHING_EMBEDDED);
    }

    private List<Consumer<Sql>> values(List<Ordering> gathered) {
        var values = new ArrayList<Consumer<Sql>>();
        if (node.readsEverything()) {
            values.add(sql -> sql.column(node.alias(), "*"));
        }
        node.columns().forEach(column -> values.add(sql -> column(sql, column)));
        for (var i = 0; i < gathered.size(); i++) {
            var ordering = gathered.get(i);
            var name = orderName(i);
            values.add(sql -> orderedBy(sql, ordering).add(" as ").name(name));
        }
        for (var embedding : node.embeddings()) {
            if (embedding.isSpread()) {
                embedding.spread().forEach(spread -> values.add(sql -> spread(sql, embedding, spread)));
            } else if (!embedding.isEmpty()) {
                values.add(sql -> embedded(sql, embedding));
            }
        }
        return values;
    }

    private static String orderName(int place) {
        return "order_" + place;
    }

    private void column(Sql sql, Column column) {
        aggregated(sql, column.aggregate() == null ? null : column.aggregate().word(), column.aggregateCast(), to -> {
            to.add(column.cast() == null ? "" : "cast(");
            if (column.isWholeRow()) {
                to.name(node.alias());
            } else if (column.field().isAll() && column.aggregate() != null) {
                to.add("*"); // the rights to one column are enough

            } else {
                fields().field(to, column.field());
            }
            to.add(column.cast() == null ? "" : " as " + column.cast() + ")");
        });
        if (column.alias() != null) {
            sql.add(" as ").name(column.alias());
        }
    }

    /** @param cast a name of letters, digits, spaces, {@code _} and {@code $} */
    private static void aggregated(Sql sql, @Nullable String aggregate, @Nullable String cast, Consumer<Sql> value) {
        if (aggregate == null) {
            value.accept(sql);
            return;
        }
        sql.add(cast == null ? "" : "cast(").add(aggregate + "(");
        value.accept(sql);
        sql.add(")").add(cast == null ? "" : " as " + cast + ")");
    }

    private static void spread(Sql sql, Embedding embedding, Spread spread) {
        aggregated(
                sql,
                spread.aggregate() == null ? null : spread.aggregate().word(),
                spread.aggregateCast(),
                to -> to.column(embedding.alias(), spread.name()));
        if (spread.alias() != null) {
            sql.add(" as ").name(spread.alias());
        }
    }

    private static void embedded(Sql sql, Embedding embedding) {
        if (embedding.isToOne()) {
            sql.add("row_to_json(").column(embedding.alias(), "*").add(")::jsonb");
        } else {
            sql.add("coalesce(").column(embedding.alias(), embedding.alias()).add(", '[]')");
        }
        sql.add(" as ").name(embedding.name());
    }

    private void from(Sql sql) {
        switch (node.source()) {
            case Source.Relation(var name) -> sql.name(name).add(" as ").name(node.alias());
            case Source.Result() -> sql.name(RESULT).add(" as ").name(node.alias());
            case Source.Joined(var name, var pairs) ->
                sql.name(name).add(" as ").name(node.alias());
            case Source.Through(var through, var junction) ->
                sql.name(through.to())
                        .add(" as ")
                        .name(node.alias())
                        .add(", ")
                        .name(through.junction())
                        .add(" as ")
                        .name(junction);
            case Source.Computed(var computed) ->
                // a row of what was written has the type of no relation until it is cast to it
                sql.name(computed.function())
                        .add("(")
                        .name(outer().alias())
                        .add("::")
                        .name(computed.from())
                        .add(") as ")
                        .name(node.alias());
        }
    }

    private Node outer() {
        return java.util.Objects.requireNonNull(around, "only an embedded relation belongs to a row around");
    }

    private void join(Sql sql, Embedding embedding) {
        var inner = new ReadSql(embedding.node(), node);
        sql.add(embedding.isInner() ? " inner join lateral (" : " left join lateral (");
        if (embedding.isToOne()) {
            inner.select(sql, List.of());
        } else {
            gather(sql, embedding, inner);
        }
        sql.add(") as ").name(embedding.alias()).add(" on ");
        if (embedding.isInner() && !embedding.isToOne()) {
            sql.name(embedding.alias()).add(" is not null");
        } else {
            sql.add("true");
        }
    }

    private static void gather(Sql sql, Embedding embedding, ReadSql inner) {
        var order = embedding.isSpread() ? embedding.node().order() : List.<Ordering>of();
        sql.add("select json_agg(").name(embedding.alias()).add(")::jsonb as ").name(embedding.alias());
        if (embedding.isSpread()) {
            for (var spread : embedding.spread()) {
                sql.add(", coalesce(json_agg(").column(embedding.alias(), spread.name());
                orderOfGathered(sql, embedding, order);
                sql.add("), '[]')::jsonb as ").name(spread.alias() == null ? spread.name() : spread.alias());
            }
        }
        sql.add(" from (");
        inner.select(sql, order);
        sql.add(") as ").name(embedding.alias());
    }

    private static void orderOfGathered(Sql sql, Embedding embedding, List<Ordering> order) {
        for (var i = 0; i < order.size(); i++) {
            sql.add(i == 0 ? " order by " : ", ")
                    .column(embedding.alias(), orderName(i))
                    .add(order.get(i).direction());
        }
    }

    /** @return whether there is none */
    private boolean where(Sql sql, Conditions conditions) {
        var belonging = belonging();
        if (node.conditions().isEmpty() && belonging.isEmpty()) {
            return true;
        }
        sql.add(" where ");
        conditions.all(sql, node.conditions());
        sql.add(node.conditions().isEmpty() || belonging.isEmpty() ? "" : " and ");
        sql.each(belonging, " and ", (to, equal) -> equal.accept(to));
        return false;
    }

    /** What makes a row belong to the row around. */
    private List<Consumer<Sql>> belonging() {
        return switch (node.source()) {
            case Source.Joined(var name, var pairs) ->
                pairs.stream()
                        .map(pair -> equal(node.alias(), pair.to(), outer().alias(), pair.from()))
                        .toList();
            case Source.Through(var through, var junction) -> {
                var equal = new ArrayList<Consumer<Sql>>();
                for (Pair pair : through.far().pairs()) {
                    equal.add(equal(node.alias(), pair.from(), junction, pair.to()));
                }
                for (Pair pair : through.near().pairs()) {
                    equal.add(equal(junction, pair.to(), outer().alias(), pair.from()));
                }
                yield equal;
            }
            case Source.Relation ignored -> List.of();
            case Source.Result ignored -> List.of();
            case Source.Computed ignored -> List.of();
        };
    }

    private static Consumer<Sql> equal(String alias, String column, String otherAlias, String otherColumn) {
        return sql -> sql.column(alias, column).add(" = ").column(otherAlias, otherColumn);
    }

    private Optional<Consumer<Sql>> isThere(String name, boolean isThere) {
        return node.embedding(name)
                .map(embedding -> sql -> sql.name(embedding.alias())
                        .add(isThere ? " is distinct from null" : " is not distinct from null"));
    }

    private Optional<Consumer<Sql>> exists(String name, boolean isThere) {
        return node.embedding(name).map(embedding -> sql -> {
            sql.add(isThere ? "exists (" : "not exists (");
            new ReadSql(embedding.node(), node).rows(sql);
            sql.add(")");
        });
    }

    private void groupBy(Sql sql) {
        if (!node.isGrouped()) {
            return;
        }
        var terms = new ArrayList<Consumer<Sql>>();
        for (var column : node.columns()) {
            if (column.aggregate() == null) {
                var alias = column.alias();
                terms.add(alias == null ? to -> fields().field(to, column.field()) : to -> to.name(alias));
            }
        }
        for (var embedding : node.embeddings()) {
            if (!embedding.isSpread()) {
                if (!embedding.isEmpty()) {
                    terms.add(to -> to.name(embedding.name()));
                }
                continue;
            }
            for (var spread : embedding.spread()) {
                if (spread.aggregate() == null) {
                    var name = spread.alias() == null ? spread.name() : spread.alias();
                    terms.add(to -> to.column(embedding.alias(), name));
                }
            }
        }
        if (!terms.isEmpty()) {
            sql.add(" group by ").each(terms, ", ", (to, term) -> term.accept(to));
        }
    }

    private void ordering(Sql sql, Ordering ordering) {
        orderedBy(sql, ordering).add(ordering.direction());
    }

    private Sql orderedBy(Sql sql, Ordering ordering) {
        if (ordering.relation() == null) {
            return fields().field(sql, ordering.field());
        }
        return new Conditions(Identifiers.quoted(ordering.relation()), null, Conditions.NOTHING_EMBEDDED)
                .field(
                        sql,
                        new Field(ordering.field().column(), ordering.field().path()));
    }

    private void span(Sql sql) {
        var span = node.span();
        if (span.limit() != null) {
            sql.add(" limit " + span.limit());
        }
        if (span.offset() > 0) {
            sql.add(" offset " + span.offset());
        }
    }
}
