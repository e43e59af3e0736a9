package dev.belfry.domain.limits;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A rate for each key: an address, a user. Those that have been quiet are forgotten, so that a million of them leave nothing behind. */
public final class Rates {

    private static final long SWEEP_NANOS = 10_000_000_000L;

    private final double rate;
    private final double burst;
    private final LongSupplier clock;
    private final Map<String, TokenBucket> buckets = new ConcurrentHashMap<>();
    private final AtomicLong nextSweep;

    /** @param clock nanoseconds, as {@link System#nanoTime} */
    public Rates(double rate, double burst, LongSupplier clock) {
        this.rate = rate;
        this.burst = burst;
        this.clock = clock;
        this.nextSweep = new AtomicLong(clock.getAsLong() + SWEEP_NANOS);
    }

    /** 0 if it may; else how many milliseconds it has to wait. */
    public long take(String key) {
        var now = clock.getAsLong();
        sweep(now);
        var wait = new long[1];
        buckets.compute(key, (same, known) -> {
            var bucket = known == null ? new TokenBucket(rate, burst, now) : known;
            wait[0] = bucket.take(now);
            return bucket;
        });
        return wait[0];
    }

    /** How many keys are remembered. */
    public int known() {
        return buckets.size();
    }

    private void sweep(long now) {
        var due = nextSweep.get();
        if (now - due >= 0 && nextSweep.compareAndSet(due, now + SWEEP_NANOS)) {
            buckets.keySet()
                    .forEach(
                            key -> buckets.computeIfPresent(key, (same, bucket) -> bucket.isFull(now) ? null : bucket));
        }
    }
}
