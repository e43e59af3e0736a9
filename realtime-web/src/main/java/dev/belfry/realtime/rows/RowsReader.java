package dev.belfry.realtime.rows;

import dev.belfry.domain.change.Json;
import jakarta.persistence.EntityManager;
import org.jspecify.annotations.Nullable;

/** Reads a page of rows as JSON; nothing is loaded as an entity, for Hibernate has nothing to add. */
record RowsReader(RowsRequest request, EntityManager entities) {

    /** @param total of all pages, null if it was not asked for */
    record Page(Told rows, @Nullable Long total) {}

    /** @param withRows whether more than their number is wanted */
    Page read(boolean withRows) {
        var media = request.media();
        var told = Told.by(request.sql().page(media, withRows), entities);
        media.requireFitting(told.count());
        return new Page(told, total());
    }

    private @Nullable Long total() {
        return switch (request.preferences().count()) {
            case NONE -> null;
            case EXACT -> number(request.sql().count());
            case PLANNED -> planned();
            case ESTIMATED -> {
                var counted = number(request.sql().countUpTo(RowsSql.MAX_READ + 1));
                yield counted <= RowsSql.MAX_READ ? counted : Math.max(counted, planned());
            }
        };
    }

    private long planned() {
        var plan = String.valueOf(request.sql().plan().row(entities));
        return Json.MAPPER.readTree(plan).path(0).path("Plan").path("Plan Rows").asLong();
    }

    private long number(Statement statement) {
        return ((Number) statement.row(entities)).longValue();
    }
}
