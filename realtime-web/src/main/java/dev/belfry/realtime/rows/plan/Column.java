package dev.belfry.realtime.rows.plan;

import dev.belfry.realtime.rows.query.Aggregate;
import dev.belfry.realtime.rows.query.Field;
import org.jspecify.annotations.Nullable;

/**
 * A value that is read of each row, or of all rows of a group.
 *
 * @param isWholeRow whether it stands for the row itself, which only an aggregate can take
 * @param aggregate null in a row that is spread into another, which aggregates then
 */
public record Column(
        Field field,
        boolean isWholeRow,
        @Nullable String cast,
        @Nullable Aggregate aggregate,
        @Nullable String aggregateCast,
        @Nullable String alias) {

    /** What the value is called where it is read from. */
    String name() {
        return alias == null ? field.column() : alias;
    }

    Column unaggregated() {
        return new Column(field, isWholeRow, cast, null, null, alias);
    }
}
