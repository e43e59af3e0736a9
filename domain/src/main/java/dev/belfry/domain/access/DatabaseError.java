package dev.belfry.domain.access;

import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/**
 * What PostgreSQL objects to, in its own words.
 *
 * @param state SQLSTATE (PostgreSQL's documentation, appendix A)
 */
public record DatabaseError(
        String state,
        String message,
        @Nullable String detail,
        @Nullable String hint) {

    /** The error behind an exception, if it is one of the database's. */
    public static Optional<DatabaseError> of(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof PSQLException sql && sql.getServerErrorMessage() != null) {
                var error = sql.getServerErrorMessage();
                return Optional.of(new DatabaseError(
                        Objects.requireNonNullElse(error.getSQLState(), "XX000"),
                        Objects.requireNonNullElse(error.getMessage(), ""),
                        error.getDetail(),
                        error.getHint()));
            }
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return Optional.of(new DatabaseError(sql.getSQLState(), String.valueOf(sql.getMessage()), null, null));
            }
        }
        return Optional.empty();
    }
}
