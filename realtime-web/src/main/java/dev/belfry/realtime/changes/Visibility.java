package dev.belfry.realtime.changes;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.change.Change;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides who sees how much of a change. */
public interface Visibility {

    /**
     * May block for a round trip.
     *
     * @param roles of those who may hear of it
     * @throws dev.belfry.domain.access.DatabaseAway if that cannot be said now
     */
    Judge of(Change change, Set<String> roles);

    /** What is known of one change. Any thread may ask it. */
    interface Judge {

        /** Whether a role may not read the table at all. May block for a round trip, if it was not named before. */
        boolean refuses(String role);

        /**
         * Which callers of a role may see it at all, by {@link dev.belfry.domain.policy.Subjects#key}; null if they have to be looked
         * at one by one. Callers without a key may see it in any case.
         */
        @Nullable
        Set<String> subjects(String role);

        /** What can be said at once. May block for a round trip, if the caller's role was not named before. */
        Sight of(Claims caller);

        /**
         * For callers about whom nothing can be said at once, in their order. Blocks for a round trip, or for seconds if policies are slow.
         *
         * @throws dev.belfry.domain.access.DatabaseAway if that cannot be said now
         */
        List<Sight> ask(List<Claims> callers);
    }
}
