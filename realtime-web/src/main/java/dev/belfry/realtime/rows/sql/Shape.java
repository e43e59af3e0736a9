package dev.belfry.realtime.rows.sql;

import dev.belfry.domain.catalog.Routine;

/** What the rows of an answer are: of a relation, or of what a function returns. */
public enum Shape {
    ROWS,
    /** One row with columns. */
    ROW,
    /** One value. */
    VALUE,
    /** Values without columns. */
    VALUES;

    public static Shape of(Routine.Returned returned) {
        if (returned.isOfColumns()) {
            return returned.isSet() ? ROWS : ROW;
        }
        return returned.isSet() ? VALUES : VALUE;
    }

    boolean isOne() {
        return this == ROW || this == VALUE;
    }

    boolean isOfValues() {
        return this == VALUE || this == VALUES;
    }

    /** @param isOfOne whether one object is wanted, which of several values is a row */
    String value(boolean isOfOne) {
        return this == VALUE || (this == VALUES && !isOfOne) ? "_postgrest_t.pgrst_scalar" : "_postgrest_t";
    }
}
