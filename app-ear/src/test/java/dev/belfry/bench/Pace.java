package dev.belfry.bench;

import java.util.concurrent.locks.LockSupport;

/** So many steps a second, from its making on: a step that was late does not move those after it. */
final class Pace {

    private final double perSecond;
    private final long start = System.nanoTime();
    private long steps;

    Pace(double perSecond) {
        this.perSecond = perSecond;
    }

    /** Returns when the next step is due, once it is, as {@link System#nanoTime}. */
    long await() {
        var due = start + (long) (steps++ * 1e9 / perSecond);
        while (System.nanoTime() < due) {
            LockSupport.parkNanos(due - System.nanoTime());
        }
        return due;
    }
}
