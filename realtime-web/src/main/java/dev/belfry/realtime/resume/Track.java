package dev.belfry.realtime.resume;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** What of an ordered sequence was sent to a page, and what of that it has acknowledged. */
final class Track<P extends Comparable<P>> {

    private final ArrayDeque<P> unacknowledged = new ArrayDeque<>();
    private @Nullable P behindSent;

    /** @param behind the position right behind it */
    synchronized void sent(P position, P behind) {
        unacknowledged.add(position);
        behindSent = behind;
    }

    synchronized void acknowledged(P position) {
        while (!unacknowledged.isEmpty() && unacknowledged.getFirst().compareTo(position) <= 0) {
            unacknowledged.removeFirst();
        }
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

    /** Behind what was sent, if everything before {@code reached} was. What was sent a moment ago may lie behind that. */
    synchronized P firstUnsent(P reached) {
        return behindSent == null || behindSent.compareTo(reached) < 0 ? reached : behindSent;
    }
}
