package dev.belfry.realtime.changes;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.change.Change;
import dev.belfry.domain.policy.PolicyReasons.Said;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Why a row did or did not arrive.
 *
 * @param about who waited for it
 * @param change the one that is spoken of; null if there is none that the caller may know of
 * @param reason about the row as such, before any binding is looked at
 * @param said the same as a sentence
 * @param policies what each of them says, if the caller sees the row anyway
 * @param keptSince since when changes are known here
 */
public record Explanation(
        Claims about,
        @Nullable Change change,
        Reason reason,
        String said,
        List<Said> policies,
        List<ForBinding> bindings,
        Instant keptSince) {

    public Explanation {
        policies = List.copyOf(policies);
        bindings = List.copyOf(bindings);
    }

    /** When the change was committed, as it stands in its message; null if there is none. */
    public @Nullable String commitTimestamp() {
        return change == null ? null : ChangeJson.timestamp(change.committedAt());
    }

    public enum Reason {
        /** Who waited sees the change, and a binding that asks for it hears it. */
        DELIVERED,
        /** The join's entries cannot be understood, so none of them is heard. */
        UNUSABLE_BINDINGS,
        /** There is no such table, or its changes are not announced. */
        TABLE_NOT_ANNOUNCED,
        /** The role may not read the table. */
        NOT_READABLE,
        /** No change, or none that the caller may see: which of them is not told. */
        NOTHING_TO_SEE,
        /** There is such a row, but this server knows of no change of it. */
        NO_CHANGE_KNOWN,
        /** The policies refuse who waited for it. */
        POLICY,
        /** A policy raised an error, or took too long. */
        POLICY_FAILED,
        OTHER_SCHEMA,
        OTHER_TABLE,
        OTHER_EVENT,
        FILTER
    }

    /**
     * The same for one entry of {@code postgres_changes}.
     *
     * @param id its number, from 1
     * @param conditions of its filter, if they have been held against the row
     */
    public record ForBinding(long id, Reason reason, String said, List<Held> conditions) {

        public ForBinding {
            conditions = List.copyOf(conditions);
        }

        public boolean isDelivered() {
            return reason == Reason.DELIVERED;
        }
    }

    /**
     * A condition, and what the row has there.
     *
     * @param value null if it is not known
     */
    public record Held(
            String condition, String column, @Nullable JsonNode value, boolean holds) {}
}
