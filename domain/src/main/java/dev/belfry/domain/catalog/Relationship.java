package dev.belfry.domain.catalog;

import java.util.List;

/** How rows of one relation belong to rows of another: what an embedding follows. */
public sealed interface Relationship {

    QualifiedName from();

    QualifiedName to();

    /** Whether at most one row of {@link #to} belongs to a row of {@link #from}. */
    boolean isToOne();

    /** Columns of which the values are equal in rows that belong together. */
    record Pair(String from, String to) {

        Pair inverse() {
            return new Pair(to, from);
        }
    }

    /** How many rows may stand on either side of a foreign key. */
    enum Cardinality {
        MANY_TO_ONE("many-to-one"),
        ONE_TO_MANY("one-to-many"),
        ONE_TO_ONE("one-to-one");

        private final String words;

        Cardinality(String words) {
            this.words = words;
        }

        /** The cardinality in words, as error messages have it. */
        public String words() {
            return words;
        }

        Cardinality inverse() {
            return switch (this) {
                case MANY_TO_ONE -> ONE_TO_MANY;
                case ONE_TO_MANY -> MANY_TO_ONE;
                case ONE_TO_ONE -> ONE_TO_ONE;
            };
        }
    }

    /**
     * A foreign key, followed in either direction, between tables or views that show its columns.
     *
     * @param key the name of the constraint
     * @param isToView whether {@link #to} is a view, which the key's own name does not lead to
     */
    record Keyed(
            QualifiedName from,
            QualifiedName to,
            Cardinality cardinality,
            String key,
            List<Pair> pairs,
            boolean isFromView,
            boolean isToView)
            implements Relationship {

        @Override
        public boolean isToOne() {
            return cardinality != Cardinality.ONE_TO_MANY;
        }

        public boolean isSelf() {
            return from.equals(to);
        }

        Keyed inverse() {
            return new Keyed(
                    to,
                    from,
                    cardinality.inverse(),
                    key,
                    pairs.stream().map(Pair::inverse).toList(),
                    isToView,
                    isFromView);
        }
    }

    /**
     * Two foreign keys of a junction, whose primary key holds the columns of both.
     *
     * @param near the key to {@link #from}; its pairs lead from there to the junction
     * @param far the key to {@link #to}; its pairs lead from there to the junction
     */
    record Through(QualifiedName from, QualifiedName to, QualifiedName junction, Side near, Side far)
            implements Relationship {

        /** One of the two keys. */
        public record Side(String key, List<Pair> pairs) {}

        @Override
        public boolean isToOne() {
            return false;
        }
    }

    /** A function that takes a row of one relation and returns rows of another. */
    record Computed(QualifiedName from, QualifiedName to, QualifiedName function, boolean isToOne)
            implements Relationship {}
}
