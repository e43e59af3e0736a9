package dev.belfry.realtime.rows.plan;

import dev.belfry.domain.catalog.Catalog;
import dev.belfry.domain.catalog.QualifiedName;
import dev.belfry.domain.catalog.Relation;
import dev.belfry.domain.catalog.Relationship;
import dev.belfry.realtime.rows.plan.Embedding.Spread;
import dev.belfry.realtime.rows.problem.Problems;
import dev.belfry.realtime.rows.query.Aggregate;
import dev.belfry.realtime.rows.query.Clauses;
import dev.belfry.realtime.rows.query.Field;
import dev.belfry.realtime.rows.query.Ordering;
import dev.belfry.realtime.rows.query.Selected;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the tree of what a request reads. For one request. */
public final class Planner {

    /** PostgreSQL cuts names at 63 bytes, and what is added to them must stay. */
    private static final int MAX_NAME = 40;

    /** Each is a join, and PostgreSQL's time to plan them grows faster than their number. */
    private static final int MAX_EMBEDDINGS = 100;

    private final Catalog catalog;
    private final String schema;
    private int embeddings;

    /** @param schema that of the request: what is embedded stands in it, too */
    public Planner(Catalog catalog, String schema) {
        this.catalog = catalog;
        this.schema = schema;
    }

    /** The rows of a relation. */
    public Node relation(Relation relation, List<Selected> select, Clauses clauses) {
        var name = relation.name();
        return node(new Place(name.name(), new Source.Relation(name), name, 0), select, clauses, Nesting.ROOT);
    }

    /**
     * The rows that a statement has written or a function has returned.
     *
     * @param type the relation of which they are rows, or whatever else the function returns
     */
    public Node result(QualifiedName type, List<Selected> select, Clauses clauses) {
        var origin = new QualifiedName(schema, type.name());
        return node(new Place(type.name(), new Source.Result(), origin, 0), select, clauses, Nesting.ROOT);
    }

    /** Where a node stands: what it is called, where its rows come from, and which relation they belong to. */
    private record Place(String alias, Source source, QualifiedName relation, int depth) {}

    /**
     * What holds for the columns of a node by where it stands.
     *
     * @param isSpread whether they stand in the row around
     * @param expands whether all columns have to be named, as they are grouped or gathered one by one
     */
    private record Nesting(boolean isSpread, boolean expands) {

        static final Nesting ROOT = new Nesting(false, false);
    }

    private Node node(Place place, List<Selected> items, Clauses clauses, Nesting nesting) {
        var relation = catalog.relation(place.relation()).orElse(null);
        var values = items.stream()
                .filter(Selected.Value.class::isInstance)
                .map(Selected.Value.class::cast)
                .toList();
        var expands = nesting.expands()
                || values.stream().anyMatch(value -> value.aggregate() != null || isCount(value, relation));
        var columns = values.stream()
                .flatMap(value -> columns(value, relation, nesting.isSpread(), expands).stream())
                .toList();
        var inner = embeddings(place, items, clauses, expands);
        return new Node(
                place.alias(),
                place.source(),
                relation,
                columns,
                clauses.conditions(),
                orderings(place, clauses.order(), inner),
                clauses.span(),
                inner);
    }

    private static List<Column> columns(
            Selected.Value value, @Nullable Relation relation, boolean isSpread, boolean expands) {
        if (isCount(value, relation)) {
            var all = new Field("*", List.of());
            return columns(
                    new Selected.Value(all, value.alias(), null, Aggregate.COUNT, value.cast()),
                    relation,
                    isSpread,
                    expands);
        }
        var field = value.field();
        if (field.isAll() && value.aggregate() == null && expands && relation != null) {
            return relation.columns().keySet().stream()
                    .map(column -> new Column(new Field(column, List.of()), false, null, null, null, null))
                    .toList();
        }
        var countsRows = field.isAll() && value.aggregate() == Aggregate.COUNT;
        return List.of(new Column(
                field,
                countsRows && isSpread,
                value.cast(),
                value.aggregate(),
                value.aggregateCast(),
                alias(value, isSpread)));
    }

    /** The word alone means what {@code count()} means, unless it is a column. */
    private static boolean isCount(Selected.Value value, @Nullable Relation relation) {
        return value.field().column().equals("count")
                && value.field().path().isEmpty()
                && value.aggregate() == null
                && relation != null
                && relation.column("count").isEmpty();
    }

    /** A path is called by its last key; an aggregate must have a name where the row around refers to it. */
    private static @Nullable String alias(Selected.Value value, boolean isSpread) {
        if (value.alias() != null) {
            return value.alias();
        }
        if (value.aggregate() != null) {
            return isSpread ? value.aggregate().word() : null;
        }
        return value.field().nameOfPath();
    }

    private List<Embedding> embeddings(Place around, List<Selected> items, Clauses clauses, boolean expands) {
        var asked = items.stream()
                .filter(Selected.Embedded.class::isInstance)
                .map(Selected.Embedded.class::cast)
                .toList();
        var clausesOf = clausesOf(asked, clauses.inner());
        var made = new ArrayList<Embedding>();
        for (var one : asked) {
            made.add(embedding(around, one, clausesOf.getOrDefault(one, Clauses.NONE), expands));
        }
        return List.copyOf(made);
    }

    /** A parameter names an embedded relation by its name in the answer, or by its own. */
    private static Map<Selected.Embedded, Clauses> clausesOf(
            List<Selected.Embedded> asked, Map<String, Clauses> inner) {
        var found = new HashMap<Selected.Embedded, Clauses>();
        inner.forEach((name, clauses) -> {
            var named = asked.stream()
                    .filter(one -> one.name().equals(name))
                    .findFirst()
                    .or(() -> asked.stream()
                            .filter(one -> one.relation().equals(name))
                            .findFirst())
                    .orElseThrow(() -> Problems.notEmbedded(name));
            found.merge(named, clauses, Clauses::with);
        });
        return found;
    }

    private Embedding embedding(Place around, Selected.Embedded asked, Clauses clauses, boolean expands) {
        var relationship = new RelationshipFinder(catalog, schema).find(around.relation(), asked);
        var isToMany = asked.isSpread() && !relationship.isToOne();
        if (++embeddings > MAX_EMBEDDINGS) {
            throw Problems.tooLarge(
                    "A request embeds at most " + MAX_EMBEDDINGS + " relations", "Ask for them in several requests");
        }
        var alias = "embedded_" + embeddings;
        var nesting = new Nesting(asked.isSpread(), expands || isToMany);
        var node = node(place(around, relationship), asked.items(), clauses, nesting);
        if (isToMany && node.isGrouped()) {
            throw Problems.notServed("Aggregates are not implemented for one-to-many or many-to-many spreads.");
        }
        return new Embedding(
                asked.name(),
                alias,
                asked.isSpread() ? node.ungrouped() : node,
                relationship.isToOne(),
                asked.isInner(),
                asked.isSpread(),
                asked.isSpread() ? spread(node) : List.of());
    }

    private static Place place(Place around, Relationship relationship) {
        var depth = around.depth() + 1;
        var alias = cut(relationship.to().name()) + "_" + depth;
        var source =
                switch (relationship) {
                    case Relationship.Keyed keyed -> new Source.Joined(keyed.to(), keyed.pairs());
                    case Relationship.Through through ->
                        new Source.Through(through, cut(through.junction().name()) + "_junction_" + depth);
                    case Relationship.Computed computed -> new Source.Computed(computed);
                };
        return new Place(alias, source, relationship.to(), depth);
    }

    private static String cut(String name) {
        return name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME);
    }

    private static List<Spread> spread(Node node) {
        var spread = new ArrayList<Spread>();
        for (var column : node.columns()) {
            spread.add(new Spread(
                    column.name(),
                    column.aggregate(),
                    column.aggregateCast(),
                    column.aggregate() == null ? null : column.alias()));
        }
        for (var inner : node.embeddings()) {
            if (inner.isSpread()) {
                inner.spread()
                        .forEach(one -> spread.add(new Spread(
                                one.aggregate() == null ? one.nameAround() : one.name(),
                                one.aggregate(),
                                one.aggregateCast(),
                                one.aggregate() == null ? null : one.alias())));
            } else if (!inner.isEmpty()) {
                spread.add(new Spread(inner.name(), null, null, null));
            }
        }
        return List.copyOf(spread);
    }

    /** Rows can be ordered by a row that is embedded in them if there is at most one. */
    private static List<Ordering> orderings(Place place, List<Ordering> asked, List<Embedding> inner) {
        return asked.stream()
                .map(ordering -> ordering.relation() == null ? ordering : related(place, ordering, inner))
                .toList();
    }

    private static Ordering related(Place place, Ordering ordering, List<Embedding> inner) {
        var name = Objects.requireNonNull(ordering.relation());
        var embedding = inner.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Problems.notEmbedded(name));
        if (!embedding.isToOne()) {
            throw Problems.orderByMany(place.relation().name(), name);
        }
        return new Ordering(embedding.alias(), ordering.field(), ordering.direction());
    }
}
