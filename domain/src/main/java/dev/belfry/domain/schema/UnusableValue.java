package dev.belfry.domain.schema;

import dev.belfry.domain.change.Column;

/** A value was given that the column's type cannot hold. */
public class UnusableValue extends RuntimeException {

    public UnusableValue(Column column, String value) {
        super("invalid input syntax for type " + column.type() + " in column \"" + column.name() + "\": \""
                + (value.length() > 100 ? value.substring(0, 100) + "…" : value) + "\"");
    }
}
