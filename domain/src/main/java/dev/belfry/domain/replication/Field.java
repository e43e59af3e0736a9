package dev.belfry.domain.replication;

/** One column's value in a message of the log. */
sealed interface Field {

    enum Empty implements Field {
        NULL,
        /** A long value that the statement did not touch: the log does not repeat it. */
        UNCHANGED
    }

    /** As the type's output function writes it. */
    record Text(String value) implements Field {}
}
