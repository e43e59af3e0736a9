package dev.belfry.domain.limits;

/** A rate with a burst. For one thread at a time; time is handed in, in nanoseconds as of {@link System#nanoTime}. */
public final class TokenBucket {

    private static final double NANOS = 1e9;

    private final double rate;
    private final double burst;
    private double tokens;
    private long filledAt;

    /** @param rate per second */
    public TokenBucket(double rate, double burst, long now) {
        this.rate = rate;
        this.burst = burst;
        this.tokens = burst;
        this.filledAt = now;
    }

    /** Takes one, and returns 0; or takes none, and returns how many milliseconds to wait for the next. */
    public long take(long now) {
        return take(1, now);
    }

    /** As {@link #take(long)}, so many at once. */
    public long take(int amount, long now) {
        fill(now);
        if (tokens >= amount) {
            tokens -= amount;
            return 0;
        }
        return Math.max(1, (long) Math.ceil((amount - tokens) / rate * 1000));
    }

    /** True if nothing was taken for so long that it is as new. */
    public boolean isFull(long now) {
        fill(now);
        return tokens >= burst;
    }

    private void fill(long now) {
        tokens = Math.min(burst, tokens + (now - filledAt) / NANOS * rate);
        filledAt = now;
    }
}
