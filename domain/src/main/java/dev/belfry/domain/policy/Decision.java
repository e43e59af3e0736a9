package dev.belfry.domain.policy;

/** Whether a caller sees a row, as far as that can be said without PostgreSQL. */
public enum Decision {
    VISIBLE,
    HIDDEN,
    /** PostgreSQL has to be asked. */
    OPEN
}
