package dev.belfry.realtime.channel;

import dev.belfry.domain.messages.Right;
import java.util.EnumSet;
import java.util.Set;

/**
 * What the bearer of a channel's token may do on it (protocol §5.6), as far as that is known: rights to write are asked about when
 * they are first needed.
 *
 * @param known those that were asked about
 */
record Rights(Set<Right> known, Set<Right> granted) {

    /** On a public topic. */
    static final Rights ALL = new Rights(EnumSet.allOf(Right.class), EnumSet.allOf(Right.class));

    Rights {
        known = Set.copyOf(known);
        granted = Set.copyOf(granted);
    }

    boolean has(Right right) {
        return granted.contains(right);
    }

    boolean has(Set<Right> all) {
        return granted.containsAll(all);
    }

    boolean mayRead() {
        return has(Right.BROADCAST_READ) || has(Right.PRESENCE_READ);
    }

    /** Those that are not known yet. */
    Set<Right> unknown(Set<Right> needed) {
        var unknown = EnumSet.noneOf(Right.class);
        needed.stream().filter(right -> !known.contains(right)).forEach(unknown::add);
        return unknown;
    }

    /** With the answer about others. */
    Rights and(Set<Right> asked, Set<Right> allowed) {
        var allKnown = EnumSet.noneOf(Right.class);
        allKnown.addAll(known);
        allKnown.addAll(asked);
        var allGranted = EnumSet.noneOf(Right.class);
        allGranted.addAll(granted);
        allGranted.addAll(allowed);
        return new Rights(allKnown, allGranted);
    }
}
