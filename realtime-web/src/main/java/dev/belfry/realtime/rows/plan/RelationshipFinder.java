package dev.belfry.realtime.rows.plan;

import dev.belfry.domain.catalog.Catalog;
import dev.belfry.domain.catalog.QualifiedName;
import dev.belfry.domain.catalog.Relationship;
import dev.belfry.domain.catalog.Relationship.Cardinality;
import dev.belfry.domain.catalog.Relationship.Computed;
import dev.belfry.domain.catalog.Relationship.Keyed;
import dev.belfry.domain.catalog.Relationship.Pair;
import dev.belfry.domain.catalog.Relationship.Through;
import dev.belfry.domain.change.Json;
import dev.belfry.realtime.rows.problem.Problems;
import dev.belfry.realtime.rows.problem.RowsProblem;
import dev.belfry.realtime.rows.query.Selected;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Finds the relationship that a request means by a name and perhaps a hint. */
record RelationshipFinder(Catalog catalog, String schema) {

    /** The only one that is meant; fails if there is none, or are several. */
    Relationship find(QualifiedName origin, Selected.Embedded asked) {
        var found = relationships(origin).stream()
                .filter(relationship -> isMeant(relationship, asked))
                .toList();
        return switch (found.size()) {
            case 1 -> found.getFirst();
            case 0 -> throw none(origin, asked);
            default -> throw several(origin, asked, found);
        };
    }

    private List<Relationship> relationships(QualifiedName origin) {
        return catalog.relationships(new QualifiedName(schema, origin.name())).stream()
                .filter(relationship -> relationship.to().schema().equals(schema))
                .toList();
    }

    private static boolean isMeant(Relationship relationship, Selected.Embedded asked) {
        return switch (relationship) {
            case Computed computed ->
                asked.relation().equals(computed.function().name());
            case Keyed keyed when keyed.isSelf() -> isMeantWithin(keyed, asked);
            case Keyed keyed -> isMeant(keyed, asked);
            case Through through ->
                asked.relation().equals(through.to().name())
                        && (asked.hint() == null
                                ? !through.from().equals(through.to())
                                : asked.hint().equals(through.junction().name()));
        };
    }

    /** Of a key to the relation itself the relation's name means the many, and the column the one. */
    private static boolean isMeantWithin(Keyed keyed, Selected.Embedded asked) {
        var isRelation = asked.relation().equals(keyed.to().name());
        if (keyed.cardinality() == Cardinality.ONE_TO_MANY) {
            return isRelation
                    && (asked.hint() == null
                            || isOnly(keyed, Pair::to, asked.hint())
                            || keyed.key().equals(asked.hint()));
        }
        return keyed.cardinality() == Cardinality.MANY_TO_ONE
                && asked.hint() == null
                && isOnly(keyed, Pair::from, asked.relation());
    }

    private static boolean isMeant(Keyed keyed, Selected.Embedded asked) {
        var hint = asked.hint();
        var isRelation = asked.relation().equals(keyed.to().name());
        if (hint == null) {
            return isRelation
                    || (!keyed.isToView()
                            && (asked.relation().equals(keyed.key()) || isOnly(keyed, Pair::from, asked.relation())));
        }
        return isRelation
                && (hint.equals(keyed.key()) || isOnly(keyed, Pair::from, hint) || isOnly(keyed, Pair::to, hint));
    }

    private static boolean isOnly(Keyed keyed, Function<Pair, String> end, String column) {
        return keyed.pairs().size() == 1 && end.apply(keyed.pairs().getFirst()).equals(column);
    }

    private RowsProblem none(QualifiedName origin, Selected.Embedded asked) {
        return Problems.unrelated(origin.name(), asked.relation(), asked.hint(), schema, cure(origin, asked));
    }

    private @org.jspecify.annotations.Nullable String cure(QualifiedName origin, Selected.Embedded asked) {
        var related = relationships(origin);
        if (related.isEmpty()) {
            var parents = catalog.relationships().keySet().stream()
                    .filter(name -> name.schema().equals(schema))
                    .map(QualifiedName::name)
                    .toList();
            return Similar.to(origin.name(), parents, Similar.LIKELY)
                    .map(name -> "Perhaps you meant '" + name + "' instead of '" + origin.name() + "'.")
                    .orElse(null);
        }
        var children = related.stream()
                .map(relationship -> relationship.to().name())
                .distinct()
                .toList();
        return children.contains(asked.relation())
                ? null
                : Similar.to(asked.relation(), children, Similar.POSSIBLE)
                        .map(name -> "Perhaps you meant '" + name + "' instead of '" + asked.relation() + "'.")
                        .orElse(null);
    }

    private static RowsProblem several(QualifiedName origin, Selected.Embedded asked, List<Relationship> found) {
        var details = Json.MAPPER.createArrayNode();
        found.forEach(relationship -> details.add(described(relationship)));
        var ways = found.stream()
                .map(relationship -> "'" + relationship.to().name() + "!" + hint(relationship) + "'")
                .toList();
        return Problems.ambiguousRelation(origin.name(), asked.relation(), details, ways);
    }

    private static String hint(Relationship relationship) {
        return switch (relationship) {
            case Keyed keyed -> keyed.key();
            case Through through -> through.junction().name();
            case Computed computed -> computed.function().name();
        };
    }

    private static JsonNode described(Relationship relationship) {
        var described = Json.MAPPER
                .createObjectNode()
                .put(
                        "embedding",
                        relationship.from().name() + " with "
                                + relationship.to().name());
        return switch (relationship) {
            case Keyed keyed ->
                described
                        .put("cardinality", keyed.cardinality().words())
                        .put(
                                "relationship",
                                keyed.key() + " using " + keyed.from().name() + listed(keyed.pairs(), Pair::from)
                                        + " and " + keyed.to().name() + listed(keyed.pairs(), Pair::to));
            case Through through ->
                described
                        .put("cardinality", "many-to-many")
                        .put(
                                "relationship",
                                through.junction().name() + " using "
                                        + through.near().key()
                                        + listed(through.near().pairs(), Pair::to) + " and "
                                        + through.far().key()
                                        + listed(through.far().pairs(), Pair::to));
            case Computed computed ->
                described.put("relationship", computed.function().name());
        };
    }

    private static String listed(List<Pair> pairs, Function<Pair, String> end) {
        return pairs.stream().map(end).collect(Collectors.joining(", ", "(", ")"));
    }
}
