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
        /** The new row, and of the old one its key: whether the caller could see that cannot be said any more. */
        KEY,
        ALL
    }
}
