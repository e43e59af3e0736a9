package dev.belfry.realtime.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.realtime.socket.Outbox.Offer;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private final Outbox outbox = new Outbox(10);

    @Test
    void onlyOneOffererIsToldToWrite() {
        assertThat(outbox.offer("a")).isEqualTo(Offer.WRITE);
        assertThat(outbox.offer("b")).isEqualTo(Offer.QUEUED);
    }

    @Test
    void framesLeaveInTheOrderInWhichTheyCame() {
        outbox.offer("a");
        outbox.offer("b");

        assertThat(outbox.next()).isEqualTo("a");
        assertThat(outbox.next()).isEqualTo("b");
        assertThat(outbox.next()).isNull();
    }

    @Test
    void whenItHasRunEmptyTheNextOffererWrites() {
        outbox.offer("a");
        outbox.next();
        outbox.next();

        assertThat(outbox.offer("b")).isEqualTo(Offer.WRITE);
    }

    @Test
    void isBoundedInBytesAndNotInCharacters() {
        assertThat(outbox.offer("äääää")).isEqualTo(Offer.WRITE);
        assertThat(outbox.offer("x")).isEqualTo(Offer.FULL);
    }
}
