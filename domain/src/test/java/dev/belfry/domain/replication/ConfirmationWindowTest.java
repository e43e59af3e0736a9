package dev.belfry.domain.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConfirmationWindowTest {

    private final ConfirmationWindow window = new ConfirmationWindow(Duration.ofSeconds(10), 1000, 5000);

    @Test
    void confirmsNothingThatIsYoungerThanTheWindow() {
        assertThat(window.note(seconds(0), 5100)).isEqualTo(5000);
        assertThat(window.note(seconds(9), 5200)).isEqualTo(5000);
    }

    @Test
    void confirmsWhatIsOlder() {
        window.note(seconds(0), 5100);
        window.note(seconds(5), 5200);

        assertThat(window.note(seconds(10), 5300)).isEqualTo(5100);
        assertThat(window.note(seconds(15), 5300)).isEqualTo(5200);
        assertThat(window.note(seconds(20), 5300)).isEqualTo(5300);
    }

    @Test
    void confirmsAsMuchAsKeepsTheRestWithinBounds() {
        window.note(seconds(0), 5400);
        window.note(seconds(1), 5900);

        assertThat(window.note(seconds(2), 6400)).isEqualTo(5400);
        assertThat(window.note(seconds(3), 9000)).isEqualTo(9000);
    }

    @Test
    void neverGoesBack() {
        window.note(seconds(0), 5100);

        assertThat(window.note(seconds(11), 4000)).isEqualTo(5100);
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
