package dev.belfry.realtime.changes;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.change.Change;

/** How much of a change a caller may see. May ask the database, and so may block. */
public interface Visibility {

    Sight of(Change change, Claims caller);

    enum Sight {
        NOTHING,
        /** PostgreSQL failed to say: nothing is shown, and the caller is told so. */
        UNKNOWN,
        /** That a row is gone, by its key: whether the caller could see the row cannot be said any more. */
        KEY,
        ALL
    }
}
