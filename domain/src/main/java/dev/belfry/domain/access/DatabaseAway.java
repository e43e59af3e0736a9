package dev.belfry.domain.access;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** PostgreSQL cannot be asked just now: nothing is known about the answer, so ask again. */
public final class DatabaseAway extends RuntimeException {

    public DatabaseAway(Throwable cause) {
        super("PostgreSQL cannot be asked just now: " + cause.getMessage(), cause);
    }

    /** This if the failure is one; else an internal error of that message. */
    public static RuntimeException or(String message, SQLException failure) {
        return isCauseOf(failure) ? new DatabaseAway(failure) : new IllegalStateException(message, failure);
    }

    /** Whether that came of a connection rather than of what was asked: classes 08 and 53 and parts of 57 (PostgreSQL, appendix A). */
    public static boolean isCauseOf(@Nullable Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && isAway(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** Liberty's pool has no state to tell when it gets no connection. */
    private static boolean isAway(@Nullable String state) {
        return state == null || state.startsWith("08") || state.startsWith("53") || state.startsWith("57P");
    }
}
