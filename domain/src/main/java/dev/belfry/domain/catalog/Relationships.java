package dev.belfry.domain.catalog;

import dev.belfry.domain.catalog.Relationship.Cardinality;
import dev.belfry.domain.catalog.Relationship.Computed;
import dev.belfry.domain.catalog.Relationship.Keyed;
import dev.belfry.domain.catalog.Relationship.Pair;
import dev.belfry.domain.catalog.Relationship.Through;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All relationships that follow from foreign keys and functions: in both directions, and through junctions. */
final class Relationships {

    private static final Comparator<Relationship> ORDER = Comparator.<Relationship, String>comparing(
                    related -> related.to().toString())
            .thenComparing(related -> switch (related) {
                case Keyed keyed -> "1" + keyed.cardinality() + keyed.key() + keyed.pairs();
                case Through through -> "2" + through.junction() + through.near() + through.far();
                case Computed computed -> "3" + computed.function();
            });

    private final Map<QualifiedName, Relation> relations;
    private final Set<String> schemas;

    Relationships(Map<QualifiedName, Relation> relations, Collection<String> schemas) {
        this.relations = relations;
        this.schemas = Set.copyOf(schemas);
    }

    /**
     * The relationships by the relation that they lead from.
     *
     * @param keys each from the table that has it to the one it refers to, and the same for views
     */
    Map<QualifiedName, List<Relationship>> of(List<Keyed> keys, List<Computed> computed) {
        var all = new ArrayList<Relationship>();
        for (var key : keys) {
            all.add(key);
            all.add(key.inverse());
        }
        all.addAll(through(keys));
        var overridden = new HashSet<Ends>();
        computed.forEach(function -> overridden.add(new Ends(function.from(), function.function())));
        all.removeIf(related -> overridden.contains(new Ends(related.from(), related.to())));
        all.addAll(computed);
        var byOrigin = new HashMap<QualifiedName, List<Relationship>>();
        for (var related : all) {
            if (isServed(related)) {
                byOrigin.computeIfAbsent(related.from(), ignored -> new ArrayList<>())
                        .add(related);
            }
        }
        byOrigin.replaceAll((from, found) -> found.stream().sorted(ORDER).toList());
        return Map.copyOf(byOrigin);
    }

    /** A function of the same name as a relation takes its place. */
    private record Ends(QualifiedName from, QualifiedName to) {}

    private boolean isServed(Relationship related) {
        return schemas.contains(related.from().schema())
                && schemas.contains(related.to().schema())
                && (!(related instanceof Through through)
                        || schemas.contains(through.junction().schema()));
    }

    private List<Through> through(List<Keyed> keys) {
        var byTable = new HashMap<QualifiedName, List<Keyed>>();
        for (var key : keys) {
            if (key.cardinality() == Cardinality.MANY_TO_ONE) {
                byTable.computeIfAbsent(key.from(), ignored -> new ArrayList<>())
                        .add(key);
            }
        }
        var through = new ArrayList<Through>();
        byTable.forEach((junction, ofJunction) -> {
            for (var near : ofJunction) {
                for (var far : ofJunction) {
                    if (!near.key().equals(far.key()) && isInKey(junction, near, far)) {
                        through.add(new Through(near.to(), far.to(), junction, side(near), side(far)));
                    }
                }
            }
        });
        return through;
    }

    private static Through.Side side(Keyed key) {
        return new Through.Side(
                key.key(), key.pairs().stream().map(Pair::inverse).toList());
    }

    private boolean isInKey(QualifiedName junction, Keyed near, Keyed far) {
        var relation = relations.get(junction);
        if (relation == null || relation.key().isEmpty()) {
            return false;
        }
        var columns = new HashSet<String>();
        near.pairs().forEach(pair -> columns.add(pair.from()));
        far.pairs().forEach(pair -> columns.add(pair.from()));
        return relation.key().containsAll(columns);
    }
}
