package dev.belfry.realtime.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.realtime.traffic.Refusal.What;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class TrafficTest {

    private final Map<Refusal, LongAdder> shown = new HashMap<>();
    private final Traffic traffic = new Traffic(
            (refusal, count) -> assertThat(shown.put(refusal, count)).isNull());

    @Test
    void countsRefusalsByTheirReasonAndShowsEachReasonOnce() {
        traffic.refused(Refusal.of(What.JOIN, "Unauthorized: You do not have permissions to read from a: b"));
        traffic.refused(Refusal.of(What.JOIN, "Unauthorized: You do not have permissions to read from c"));
        traffic.refused(Refusal.of(What.MESSAGE, "payload_size_exceeded"));

        assertThat(shown)
                .extractingByKeys(
                        new Refusal(What.JOIN, "Unauthorized"), new Refusal(What.MESSAGE, "payload_size_exceeded"))
                .extracting(LongAdder::sum)
                .containsExactly(2L, 1L);
    }

    @Test
    void whatIsNoWordIsAnotherReason() {
        assertThat(Refusal.of(What.MESSAGE, "Presence track payload must be a map"))
                .isEqualTo(new Refusal(What.MESSAGE, "other"));
        assertThat(Refusal.of(What.JOIN, "")).isEqualTo(new Refusal(What.JOIN, "other"));
    }

    @Test
    void countsHowLongChangesTook() {
        var changes = traffic.changes();

        changes.took(Duration.ofMillis(-3));
        changes.took(Duration.ofMillis(1));
        changes.took(Duration.ofMillis(4));
        changes.took(Duration.ofMinutes(1));

        assertThat(changes.bound(0)).isEqualTo("0.001");
        assertThat(changes.atMost(0)).isEqualTo(2);
        assertThat(changes.bound(2)).isEqualTo("0.005");
        assertThat(changes.atMost(2)).isEqualTo(3);
        assertThat(changes.bound(changes.bounds() - 1)).isEqualTo("+Inf");
        assertThat(changes.count()).isEqualTo(4);
        assertThat(changes.seconds()).isEqualTo(60.005);
    }

    @Test
    void aChannelThatIsLeftWasJoined() {
        traffic.joined();
        traffic.joined();
        traffic.left();

        assertThat(traffic.joins()).isEqualTo(2);
        assertThat(traffic.channels()).isEqualTo(1);
    }
}
