package dev.belfry.domain.messages;

import dev.belfry.domain.access.DatabaseAway;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code realtime.messages} has not answered: nothing is known about the answer. */
public final class MessagesFailed extends Exception {

    private static final long serialVersionUID = 1L;

    /** In the words of protocol §3.5.2 and §5.1. */
    public enum Reason {
        /** A policy raised an error. */
        POLICY_ERROR,
        /** A policy took too long. */
        QUERY_CANCELED,
        MISSING_PARTITION,
        /** The pool had no connection to give. */
        NO_CONNECTION,
        DATABASE_AWAY,
        /** The table is missing. */
        NOT_PREPARED,
        /** PostgreSQL cannot hold the payload, such as text with a zero character; or the table lacks the columns for it. */
        NOT_STORABLE
    }

    private final Reason reason;

    public MessagesFailed(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Of a question to the policies: bad data are theirs, as a topic that they take for a number and is none. */
    static MessagesFailed of(SQLException failure) {
        return failed(reason(failure), failure);
    }

    /** Of a message that was to be kept, which no policy has a say in any more: bad data are the message's. */
    static MessagesFailed ofKeeping(SQLException failure) {
        return failed(isOfData(failure) ? Reason.NOT_STORABLE : reason(failure), failure);
    }

    private static MessagesFailed failed(Reason reason, SQLException failure) {
        return new MessagesFailed(reason, String.valueOf(failure.getMessage()), failure);
    }

    /** A value that its type cannot hold, or that is more than PostgreSQL can take. */
    private static boolean isOfData(SQLException failure) {
        var state = String.valueOf(failure.getSQLState());
        return state.startsWith("22") || state.startsWith("54");
    }

    public Reason reason() {
        return reason;
    }

    private static Reason reason(SQLException failure) {
        if (isWaitTimeout(failure)) {
            return Reason.NO_CONNECTION;
        }
        if (DatabaseAway.isCauseOf(failure)) {
            return Reason.DATABASE_AWAY;
        }
        return switch (String.valueOf(failure.getSQLState())) {
            case "57014" -> Reason.QUERY_CANCELED;
            case "23514" -> Reason.MISSING_PARTITION;
            case "42P01", "3F000" ->
                String.valueOf(failure.getMessage()).contains("realtime") ? Reason.NOT_PREPARED : Reason.POLICY_ERROR;
            default -> Reason.POLICY_ERROR;
        };
    }

    /** Liberty's own class, which is none of the application's. */
    private static boolean isWaitTimeout(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getClass().getSimpleName().toLowerCase(Locale.ROOT).contains("waittimeout")) {
                return true;
            }
        }
        return false;
    }
}
