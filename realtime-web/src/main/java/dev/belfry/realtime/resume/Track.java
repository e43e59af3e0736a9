package dev.belfry.realtime.resume;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** What of an ordered sequence was sent to a page, and what of that it has acknowledged. */
final class Track<P extends Comparable<P>> {

    private final ArrayDeque<P> unacknowledged = new ArrayDeque<>();
    private @Nullable P behindAcknowledged;

    synchronized void sent(P position) {
        unacknowledged.add(position);
    }

    /** @param behind the position right behind it */
    synchronized void acknowledged(P position, P behind) {
        while (!unacknowledged.isEmpty() && unacknowledged.getFirst().compareTo(position) <= 0) {
            unacknowledged.removeFirst();
        }
        behindAcknowledged = behind;
    }

    /** The first position that the page may not have, if everything before {@code reached} was sent. */
    synchronized P firstMissing(P reached) {
        if (!unacknowledged.isEmpty()) {
            return unacknowledged.getFirst();
        }
        return firstUnsent(reached);
    }

    /** The first that is not acknowledged; null if all are. */
    synchronized @Nullable P firstUnacknowledged() {
        return unacknowledged.peek();
    }

    /** Behind what the page has, if everything before {@code reached} was sent and what is under way will arrive. */
    synchronized P firstUnsent(P reached) {
        return behindAcknowledged == null || behindAcknowledged.compareTo(reached) < 0 ? reached : behindAcknowledged;
    }
}
