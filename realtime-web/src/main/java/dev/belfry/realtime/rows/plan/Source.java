package dev.belfry.realtime.rows.plan;

import dev.belfry.domain.catalog.QualifiedName;
import dev.belfry.domain.catalog.Relationship;
import java.util.List;

/** Where the rows of a node come from. */
public sealed interface Source {

    /** A relation, by its own name. */
    record Relation(QualifiedName name) implements Source {}

    /** What the statement has written, or a function has returned, before it is read. */
    record Result() implements Source {}

    /** A relation of which the rows have the same values as the row around. */
    record Joined(QualifiedName name, List<Relationship.Pair> pairs) implements Source {}

    /**
     * A relation behind a junction.
     *
     * @param junctionAlias what the junction is called in the statement
     */
    record Through(Relationship.Through relationship, String junctionAlias) implements Source {}

    /** A function of the row around. */
    record Computed(Relationship.Computed relationship) implements Source {}
}
