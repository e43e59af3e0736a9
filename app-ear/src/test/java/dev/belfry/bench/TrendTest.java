package dev.belfry.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrendTest {

    @Test
    void aLineIsFoundAgain() {
        var trend = Trend.of(List.of(10.0, 12.0, 14.0, 16.0));

        assertThat(trend.slope()).isEqualTo(2, within(1e-9));
        assertThat(trend.mean()).isEqualTo(13, within(1e-9));
        assertThat(trend.error()).isEqualTo(0, within(1e-9));
        assertThat(trend.rises(4)).isTrue();
    }

    @Test
    void whatGoesUpAndDownDoesNotRise() {
        assertThat(rises(i -> 100 + (i % 2) * 10.0)).isFalse();
        assertThat(rises(i -> 100 - i * 2.0)).isFalse();
    }

    @Test
    void aSlowLeakRisesAmongNoise() {
        assertThat(rises(i -> 100 + i * 0.5 + (i % 2))).isTrue();
    }

    private static boolean rises(IntToDoubleFunction value) {
        return Trend.of(IntStream.range(0, 20).mapToDouble(value).boxed().toList())
                .rises(20);
    }
}
