package dev.belfry.domain.replication;

import java.util.OptionalInt;

/** The transactions that were read from the log last, by their place in it. Any thread may ask. */
final class Commits {

    private static final int KEPT = 4096;

    private final long[] places = new long[KEPT];
    private final int[] ids = new int[KEPT];
    private int next;

    synchronized void heard(long place, int id) {
        places[next] = place;
        ids[next] = id;
        next = (next + 1) % KEPT;
    }

    /** Empty if it was too long ago. */
    synchronized OptionalInt id(long place) {
        for (var index = 0; index < KEPT; index++) {
            if (places[index] == place) {
                return OptionalInt.of(ids[index]);
            }
        }
        return OptionalInt.empty();
    }
}
