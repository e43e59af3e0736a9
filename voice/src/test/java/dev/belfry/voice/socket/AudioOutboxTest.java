package dev.belfry.voice.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.voice.relay.Limits;
import dev.belfry.voice.socket.AudioOutbox.Offer;
import dev.belfry.voice.socket.AudioOutbox.Waiting;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AudioOutboxTest {

    private static final int KIB = 1024;
    private static final Limits LIMITS =
            new Limits(1, 1, Duration.ZERO, 1, Duration.ZERO, 1, 1, 1, 1, 1024 * KIB, 2048L * KIB, Duration.ZERO);

    private final AtomicLong total = new AtomicLong();
    private final AudioOutbox outbox = new AudioOutbox(LIMITS, total);

    @Test
    void eventsAreHandedOutOneAtATimeInOrder() {
        assertThat(outbox.offer(event("1"))).isEqualTo(Offer.WRITE);
        assertThat(outbox.offer(audio("2"))).isEqualTo(Offer.QUEUED);

        assertThat(outbox.next()).isEqualTo("1");
        assertThat(outbox.next()).isEqualTo("2");
        assertThat(outbox.next()).isNull();
        assertThat(outbox.offer(event("3"))).isEqualTo(Offer.WRITE);
    }

    @Test
    void droppedAudioGoesAndTheRestStays() {
        outbox.offer(audio("1"));
        outbox.offer(event("2"));
        outbox.offer(audio("3"));

        assertThat(outbox.dropAudio()).isEqualTo(2);

        assertThat(total).hasValue(1);
        assertThat(outbox.next()).isEqualTo("2");
        assertThat(outbox.next()).isNull();
    }

    @Test
    void roomIsPromisedWhenHalfOfItIsFreeAgain() {
        for (var i = 0; i < 11; i++) {
            assertThat(outbox.room().toCompletableFuture()).isDone();
            outbox.offer(audio("x".repeat(100 * KIB)));
        }
        var room = outbox.room().toCompletableFuture();
        assertThat(room).isNotDone();

        for (var i = 0; i < 5; i++) {
            outbox.next();
            assertThat(outbox.roomy()).isNull();
        }
        outbox.next();

        assertThat(outbox.roomy()).isSameAs(room);
        assertThat(outbox.room().toCompletableFuture()).isDone();
    }

    @Test
    void whenAllPagesAreSlowEachHasItsFloor() {
        total.set(4096L * KIB);
        outbox.offer(audio("x".repeat(200 * KIB)));
        assertThat(outbox.room().toCompletableFuture()).isDone();

        outbox.offer(audio("x".repeat(100 * KIB)));

        assertThat(outbox.room().toCompletableFuture()).isNotDone();
    }

    @Test
    void whoeverDoesNotAskForRoomIsStopped() {
        for (var i = 0; i < 21; i++) {
            assertThat(outbox.offer(audio("x".repeat(100 * KIB)))).isNotEqualTo(Offer.FULL);
        }

        assertThat(outbox.offer(event("x"))).isEqualTo(Offer.FULL);
    }

    @Test
    void aClosedOneKeepsNothingAndNobodyWaits() {
        for (var i = 0; i < 11; i++) {
            outbox.offer(audio("x".repeat(100 * KIB)));
        }
        var room = outbox.room();

        outbox.close();

        assertThat(Objects.requireNonNull(outbox.roomy())).isSameAs(room);
        assertThat(total).hasValue(0);
        assertThat(outbox.offer(event("x"))).isEqualTo(Offer.CLOSED);
        assertThat(outbox.room().toCompletableFuture()).isDone();
        assertThat(outbox.next()).isNull();
    }

    private static Waiting event(String text) {
        return new Waiting(text, false);
    }

    private static Waiting audio(String text) {
        return new Waiting(text, true);
    }
}
