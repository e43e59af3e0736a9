package dev.belfry.realtime.traffic;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** How long something took, each time: how often at most so long, and how long together. */
public final class Latency {

    /** Up to which seconds; there is one more for all the rest. */
    private static final double[] BOUNDS = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10};

    private final LongAdder[] within = new LongAdder[BOUNDS.length + 1];
    private final LongAdder nanos = new LongAdder();

    Latency() {
        for (var i = 0; i < within.length; i++) {
            within[i] = new LongAdder();
        }
    }

    /** @param took nothing, if the clocks of two machines say less */
    public void took(Duration took) {
        var length = Math.max(0, took.toNanos());
        nanos.add(length);
        var bound = 0;
        while (bound < BOUNDS.length && length > BOUNDS[bound] * 1e9) {
            bound++;
        }
        within[bound].increment();
    }

    /** As many as {@link #atMost} has. */
    public int bounds() {
        return within.length;
    }

    /** In seconds, as Prometheus writes it. */
    public String bound(int bound) {
        return bound < BOUNDS.length ? String.valueOf(BOUNDS[bound]) : "+Inf";
    }

    /** How often it took no longer than the bound. */
    public long atMost(int bound) {
        var sum = 0L;
        for (var i = 0; i <= bound; i++) {
            sum += within[i].sum();
        }
        return sum;
    }

    public long count() {
        return atMost(BOUNDS.length);
    }

    public double seconds() {
        return nanos.sum() / 1e9;
    }
}
