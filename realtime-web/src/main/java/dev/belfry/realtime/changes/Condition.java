package dev.belfry.realtime.changes;

import dev.belfry.domain.capture.Row;
import tools.jackson.databind.JsonNode;

/** A column must have this value. Neither NULL nor a column that is not known has any. */
record Condition(String column, JsonNode expected) {

    boolean matches(Row row) {
        return expected.equals(row.get(column));
    }
}
