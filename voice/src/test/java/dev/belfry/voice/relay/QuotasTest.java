package dev.belfry.voice.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.voice.relay.Quotas.Answer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class QuotasTest {

    private final AtomicLong clock = new AtomicLong();
    private final Quotas quotas = new Quotas(
            new Limits(
                    3, 2, Duration.ofMinutes(30), 240, Duration.ofMinutes(5), 1, 1, 1, 1, 1, 1, Duration.ofSeconds(10)),
            clock::get);

    @Test
    void aUserHasSoManySessionsAtOnce() {
        var first = place("ada");
        place("ada");

        assertThat(quotas.take("ada")).isInstanceOfSatisfying(Answer.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo("too_many_sessions");
            assertThat(refused.limit()).isEqualTo("2 voice sessions per user at once");
        });
        first.giveBack();
        first.giveBack();

        place("ada");
        assertThat(quotas.take("ada")).isInstanceOf(Answer.Refused.class);
    }

    @Test
    void theServerHasSoManySessionsAtOnce() {
        place("ada");
        place("ben");
        place("cai");

        assertThat(quotas.take("dan"))
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo("server_overloaded"));
    }

    @Test
    void aPlaceThatNobodyComesForIsGivenBack() {
        var late = place("ada");
        var claimed = place("ada");
        assertThat(claimed.claim()).isTrue();

        clock.addAndGet(Duration.ofSeconds(11).toNanos());
        quotas.sweep();

        assertThat(quotas.taken()).isEqualTo(1);
        assertThat(late.claim()).isFalse();
        late.giveBack();
        assertThat(quotas.taken()).isEqualTo(1);
    }

    @Test
    void aMillionPlacesLeaveNothing() {
        for (var i = 0; i < 1_000_000; i++) {
            clock.addAndGet(Duration.ofSeconds(10).toNanos());
            place("user " + i).giveBack();
        }

        assertThat(quotas.taken()).isZero();
        assertThat(quotas.remembered()).isLessThan(100);
    }

    private Quotas.Place place(String user) {
        return ((Answer.Taken) quotas.take(user)).place();
    }
}
