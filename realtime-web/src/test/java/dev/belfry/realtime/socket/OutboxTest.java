package dev.belfry.realtime.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.realtime.limits.Limits;
import dev.belfry.realtime.protocol.Frame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

        assertThat(take(100)).containsExactly("a", "b");
        assertThat(outbox.rest()).isTrue();
        assertThat(outbox.offer(frame("c"), null)).isEqualTo(Outbox.Offer.WRITE);
    }

    @Test
    void anUrgentFrameWaitsForNoOther() {
        outbox.offer(frame("a"), null);
        take(1); // is being written
        outbox.offer(frame("b"), null);
        outbox.offerUrgent(frame("heartbeat"));

        assertThat(take(100)).containsExactly("heartbeat", "b");
    }

    @Test
    void overTheCeilingItIsFullUntilSomethingIsTaken() {
        outbox.offer(frame("0123456789"), null);
        outbox.offer(frame("01234567é"), null); // the last takes two bytes

        assertThat(outbox.offer(frame("x"), null)).isEqualTo(Outbox.Offer.FULL);
        take(1);
        assertThat(outbox.offer(frame("x"), null)).isEqualTo(Outbox.Offer.QUEUED);
    }

    @Test
    void overTheFloorItIsFullWhenAllTogetherHoldTooMuch() {
        var others = new Outbox(LIMITS, total);
        others.offer(frame("01234567890123456789"), null);
        outbox.offer(frame("0123456789"), null);

        assertThat(outbox.offer(frame("x"), null)).isEqualTo(Outbox.Offer.FULL);
        others.take(new ArrayList<>(), 1);
        assertThat(outbox.offer(frame("x"), null)).isEqualTo(Outbox.Offer.QUEUED);
    }

    @Test
    void oneFrameFitsHoweverLargeItIs() {
        assertThat(outbox.offer(frame("x".repeat(100)), null)).isEqualTo(Outbox.Offer.WRITE);
    }

    @Test
    void someAreTakenTogetherAndTheRestWaits() {
        outbox.offer(frame("abc"), null);
        outbox.offer(frame("defghi"), null);
        outbox.offer(frame("j"), null);

        assertThat(take(4)).containsExactly("abc", "defghi");
        assertThat(outbox.rest()).as("more waits").isFalse();
        assertThat(outbox.offer(frame("k"), null)).isEqualTo(Outbox.Offer.QUEUED);
        assertThat(take(4)).containsExactly("j", "k");
        assertThat(total).hasValue(0);
    }

    @Test
    void closingItDropsWhatWaitsAndTakesTheProtocolsOwnAlone() {
        outbox.offer(frame("a"), null);
        take(1);
        outbox.offer(frame("b"), null);

        outbox.closing();

        assertThat(total).hasValue(0);
        assertThat(outbox.offer(frame("c"), null)).isEqualTo(Outbox.Offer.CLOSED);
        assertThat(outbox.offerUrgent(frame("d"))).isEqualTo(Outbox.Offer.CLOSED);
        assertThat(outbox.offerControl(frame("goodbye"))).isEqualTo(Outbox.Offer.QUEUED);
        assertThat(take(100)).containsExactly("goodbye");
    }

    @Test
    void closedItHoldsAndTakesNothing() {
        outbox.offer(frame("a"), null);

        outbox.closed();

        assertThat(take(100)).isEmpty();
        assertThat(outbox.offer(frame("c"), null)).isEqualTo(Outbox.Offer.CLOSED);
        assertThat(outbox.offerControl(frame("goodbye"))).isEqualTo(Outbox.Offer.CLOSED);
        assertThat(total).hasValue(0);
    }

    private List<String> take(int size) {
        var batch = new ArrayList<Outbox.Waiting>();
        outbox.take(batch, size);
        return batch.stream()
                .map(taken -> new String(taken.frame().payload(), StandardCharsets.UTF_8))
                .toList();
    }

    private static Frame frame(String text) {
        return Frame.made(text.getBytes(StandardCharsets.UTF_8));
    }
}
