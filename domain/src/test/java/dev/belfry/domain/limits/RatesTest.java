package dev.belfry.domain.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RatesTest {

    private final AtomicLong clock = new AtomicLong(-TimeUnit.HOURS.toNanos(1));
    private final Rates rates = new Rates(5, 2, clock::get);

    @Test
    void aBurstIsLetThroughAndThenTheTimeToWaitIsNamed() {
        assertThat(rates.take("10.0.0.1")).isZero();
        assertThat(rates.take("10.0.0.1")).isZero();
        assertThat(rates.take("10.0.0.1")).isEqualTo(200);

        pass(200);
        assertThat(rates.take("10.0.0.1")).isZero();
    }

    @Test
    void addressesAreApart() {
        rates.take("10.0.0.1");
        rates.take("10.0.0.1");

        assertThat(rates.take("10.0.0.1")).isPositive();
        assertThat(rates.take("10.0.0.2")).isZero();
        assertThat(rates.take("10.0.0.2")).isZero();
        assertThat(rates.take("10.0.0.2")).isPositive();
    }

    @Test
    void quietAddressesAreForgotten() {
        for (var i = 0; i < 1_000; i++) {
            rates.take("10.0.0." + i);
        }
        assertThat(rates.known()).isEqualTo(1_000);

        pass(10_000);
        rates.take("10.1.0.1");

        assertThat(rates.known()).as("only the one that came just now").isEqualTo(1);
    }

    @Test
    void whoStillHasToWaitIsNotForgotten() {
        rates.take("quiet");
        pass(9_900);
        rates.take("busy");
        rates.take("busy");

        pass(100);
        rates.take("quiet too");

        assertThat(rates.known()).isEqualTo(2);
        assertThat(rates.take("busy")).isPositive();
    }

    @Test
    void forgettingHappensAgainAndAgain() {
        for (var round = 0; round < 5; round++) {
            rates.take("10.0.0." + round);
            pass(10_000);
        }

        rates.take("10.1.0.1");

        assertThat(rates.known()).isEqualTo(1);
    }

    private void pass(long millis) {
        clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
