package dev.belfry.domain.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketTest {

    /** Any moment: {@link System#nanoTime} may be negative, and near its end. */
    private static final long START = Long.MAX_VALUE - 1_000;

    @Test
    void aBurstIsLetThroughAtOnceAndThenNoMore() {
        var bucket = new TokenBucket(10, 3, START);

        assertThat(bucket.take(START)).isZero();
        assertThat(bucket.take(START)).isZero();
        assertThat(bucket.take(START)).isZero();
        assertThat(bucket.take(START)).isEqualTo(100);
    }

    @Test
    void whatIsRefusedCostsNothing() {
        var bucket = new TokenBucket(10, 1, START);
        bucket.take(START);

        for (var i = 0; i < 50; i++) {
            assertThat(bucket.take(START)).isEqualTo(100);
        }
        assertThat(bucket.take(after(100))).isZero();
    }

    @Test
    void itFillsAtItsRate() {
        var bucket = new TokenBucket(10, 5, START);
        for (var i = 0; i < 5; i++) {
            bucket.take(START);
        }

        assertThat(bucket.take(after(99))).isPositive();
        assertThat(bucket.take(after(100))).isZero();
        assertThat(bucket.take(after(150))).isEqualTo(50);
        assertThat(bucket.take(after(300))).isZero();
        assertThat(bucket.take(after(300))).isZero();
        assertThat(bucket.take(after(300))).isEqualTo(100);
    }

    @Test
    void howeverLongItRestsItHoldsNoMoreThanItsBurst() {
        var bucket = new TokenBucket(1_000, 2, START);
        var later = START + TimeUnit.DAYS.toNanos(1);

        assertThat(bucket.take(later)).isZero();
        assertThat(bucket.take(later)).isZero();
        assertThat(bucket.take(later)).isPositive();
    }

    @Test
    void itIsFullOnceAllIsBack() {
        var bucket = new TokenBucket(10, 2, START);
        assertThat(bucket.isFull(START)).isTrue();

        bucket.take(START);
        bucket.take(START);

        assertThat(bucket.isFull(START)).isFalse();
        assertThat(bucket.isFull(after(199))).isFalse();
        assertThat(bucket.isFull(after(200))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1, 1000", "3, 334", "7, 143", "500, 2", "1000, 1", "5000, 1", "0.5, 2000"})
    void namesTheTimeToWaitInWholeMilliseconds(double rate, long expected) {
        var bucket = new TokenBucket(rate, 1, START);
        bucket.take(START);

        assertThat(bucket.take(START)).isEqualTo(expected);
        assertThat(bucket.take(after(expected))).isZero();
    }

    /** Who waits as long as it was told is let through; who waits two milliseconds less is not: rounding takes up to one. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theTimeToWaitIsRight(long seed) {
        var random = new Random(seed);
        var refused = 0;
        for (var run = 0; run < 2_000; run++) {
            var rate = 1 + random.nextInt(600);
            var early = new TokenBucket(rate, 10, START);
            var onTime = new TokenBucket(rate, 10, START);
            var now = START;
            var wait = 0L;
            for (var i = 0; i < 200 && wait == 0; i++) {
                now += random.nextInt(2_000_000);
                early.take(now);
                wait = onTime.take(now);
            }
            if (wait > 0) {
                refused++;
                assertThat(onTime.take(now + TimeUnit.MILLISECONDS.toNanos(wait)))
                        .as("rate %s, after %s ms", rate, wait)
                        .isZero();
            }
            if (wait > 2) {
                assertThat(early.take(now + TimeUnit.MILLISECONDS.toNanos(wait - 2)))
                        .as("rate %s, before %s ms", rate, wait)
                        .isPositive();
            }
        }
        assertThat(refused).isGreaterThan(1_000);
    }

    /** In any stretch of time no more than the burst and what the rate gives, and no less if somebody always tries. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void letsThroughWhatTheRateGives(long seed) {
        var random = new Random(seed);
        var bucket = new TokenBucket(100, 20, START);
        var now = START;
        var through = 0;

        while (now - START < TimeUnit.SECONDS.toNanos(10)) {
            through += bucket.take(now) == 0 ? 1 : 0;
            now += random.nextInt(3_000_000);
        }

        assertThat(through).isBetween(1_018, 1_020);
    }

    private static long after(long millis) {
        return START + TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
