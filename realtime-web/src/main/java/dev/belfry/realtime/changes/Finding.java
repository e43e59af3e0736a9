package dev.belfry.realtime.changes;

import dev.belfry.domain.change.Change;
import dev.belfry.domain.policy.PolicyReasons.Said;
import dev.belfry.realtime.changes.Explanation.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a row before any binding is looked at.
 *
 * @param change the one that is spoken of, or one that might happen to the row; null if the caller may know of none
 * @param sight of who waits for it; null if that one sees nothing of it
 */
record Finding(@Nullable Change change, Sight.@Nullable Shown sight, Reason reason, String said, List<Said> policies) {

    static Finding none(Reason reason, String said) {
        return new Finding(null, null, reason, said, List.of());
    }

    /** False for one that might happen. */
    boolean isOfTheJournal() {
        return reason != Reason.NO_CHANGE_KNOWN;
    }

    /** The change, if it has happened. */
    @Nullable
    Change happened() {
        return isOfTheJournal() ? change : null;
    }
}
