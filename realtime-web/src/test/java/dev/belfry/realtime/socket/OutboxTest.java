package dev.belfry.realtime.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.realtime.limits.Limits;
import dev.belfry.realtime.protocol.Frame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private static final Limits LIMITS =
            new Limits(100, 10, 20, 30, 1, 1, 1, 1, 1, 1, Duration.ofSeconds(1), Duration.ofSeconds(1));

    private final AtomicLong total = new AtomicLong();
    private final Outbox outbox = new Outbox(LIMITS, total);

    @Test
    void theFirstOfferHasToWriteAndTheNextWaits() {
        assertThat(outbox.offer(frame("a"), null)).isEqualTo(Outbox.Offer.WRITE);
        assertThat(outbox.offer(frame("b"), null)).isEqualTo(Outbox.Offer.QUEUED);
    }

    @Test
    void framesComeOutInOrderAndThenWritingHasEnded() {
        outbox.offer(frame("a"), null);
        outbox.offer(frame("b"), null);

        assertThat(outbox.next()).isEqualTo(new Outbox.Waiting(frame("a"), null));
        assertThat(outbox.next()).isEqualTo(new Outbox.Waiting(frame("b"), null));
        assertThat(outbox.next()).isNull();
        assertThat(outbox.offer(frame("c"), null)).isEqualTo(Outbox.Offer.WRITE);
    }

    @Test
    void anUrgentFrameWaitsForNoOther() {
        outbox.offer(frame("a"), null);
        outbox.next(); // is being written
        outbox.offer(frame("b"), null);
        outbox.offerUrgent(frame("heartbeat"));

        assertThat(outbox.next()).isEqualTo(new Outbox.Waiting(frame("heartbeat"), null));
        assertThat(outbox.next()).isEqualTo(new Outbox.Waiting(frame("b"), null));
    }

    @Test
    void overTheCeilingItIsFullUntilSomethingIsTaken() {
        outbox.offer(frame("0123456789"), null);
        outbox.offer(frame("01234567é"), null); // the last takes two bytes

        assertThat(outbox.offer(frame("x"), null)).isEqualTo(Outbox.Offer.FULL);
        outbox.next();
        assertThat(outbox.offer(frame("x"), null)).isEqualTo(Outbox.Offer.QUEUED);
    }

    @Test
    void overTheFloorItIsFullWhenAllTogetherHoldTooMuch() {
        var others = new Outbox(LIMITS, total);
        others.offer(frame("01234567890123456789"), null);
        outbox.offer(frame("0123456789"), null);

        assertThat(outbox.offer(frame("x"), null)).isEqualTo(Outbox.Offer.FULL);
        others.next();
        assertThat(outbox.offer(frame("x"), null)).isEqualTo(Outbox.Offer.QUEUED);
    }

    @Test
    void oneFrameFitsHoweverLargeItIs() {
        assertThat(outbox.offer(frame("x".repeat(100)), null)).isEqualTo(Outbox.Offer.WRITE);
    }

    @Test
    void closedItHoldsAndTakesNothing() {
        outbox.offer(frame("a"), null);
        outbox.next();
        outbox.offer(frame("b"), null);

        assertThat(outbox.close()).as("still writing").isTrue();
        assertThat(outbox.next()).isNull();
        assertThat(outbox.offer(frame("c"), null)).isEqualTo(Outbox.Offer.CLOSED);
        assertThat(total).hasValue(0);
    }

    private static Frame frame(String text) {
        return new Frame.Text(text, text.getBytes(StandardCharsets.UTF_8).length);
    }
}
