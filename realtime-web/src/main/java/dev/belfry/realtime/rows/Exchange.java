package dev.belfry.realtime.rows;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** A request whose names have been found: what is left to do is to run it. */
sealed interface Exchange permits Reading, Inserting, Changing, Calling {

    /** What runs in the caller's transaction. */
    @FunctionalInterface
    interface Work {
        Answer in(Connection connection) throws SQLException;
    }

    boolean isReadOnly();

    /** Settings that hold for this request beside those of every one. */
    default Map<String, String> settings() {
        return Map.of();
    }

    /** Plans the request, and fails if it cannot be done. */
    Work work();

    /** The answer to a request for what may be done here. */
    Answer allowed();
}
