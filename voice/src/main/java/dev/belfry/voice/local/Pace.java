package dev.belfry.voice.local;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How fast answers are given: about as fast as they are listened to, so that little is in vain when somebody interrupts.
 *
 * @param speed how much faster than real time; 1 except in tests
 */
record Pace(ScheduledExecutorService clock, LongSupplier nanoTime, int speed) {

    /** What a page has before it needs it, so that it plays without gaps. */
    private static final long AHEAD_MILLIS = 400;

    private static final Duration STEP = Duration.ofMillis(50);

    static Pace of(ScheduledExecutorService clock) {
        return new Pace(clock, System::nanoTime, 1);
    }

    long now() {
        return nanoTime.getAsLong();
    }

    /** How much of an answer may be out by now. */
    long dueMillis(long startNanos) {
        return TimeUnit.NANOSECONDS.toMillis(now() - startNanos) * speed + AHEAD_MILLIS;
    }

    void later(Runnable task) {
        var unused = clock.schedule(task, STEP.toNanos() / speed, TimeUnit.NANOSECONDS);
    }
}
