package dev.belfry.realtime.changes;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How much of a change somebody sees. */
public sealed interface Sight {

    Sight NOTHING = new Nothing();
    Sight OPEN = new Open();
    Sight FAILED = new Failed();
    Shown ALL = new Shown(null, false);
    /** The new row, and of the old one its key. */
    Shown KEY = new Shown(null, true);

    /** Neither that there was one. */
    record Nothing() implements Sight {}

    /** PostgreSQL has to be asked. */
    record Open() implements Sight {}

    /** PostgreSQL raised an error when it was asked, or took too long. */
    record Failed() implements Sight {}

    /**
     * @param columns that may be read; null for all of them
     * @param keyOnly whether of the old row nothing is told but its key
     */
    record Shown(@Nullable Set<String> columns, boolean keyOnly) implements Sight {

        boolean shows(String column) {
            return columns == null || columns.contains(column);
        }
    }
}
