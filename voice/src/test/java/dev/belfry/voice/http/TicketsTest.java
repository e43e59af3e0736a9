package dev.belfry.voice.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.access.Claims;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class TicketsTest {

    private static final Claims ADA = new Claims("{}", "authenticated", "ada", Instant.MAX);
    private static final Claims BEN = new Claims("{}", "authenticated", "ben", Instant.MAX);

    private Instant now = Instant.EPOCH;
    private final Tickets tickets = new Tickets(new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    @Test
    void aTicketStandsForItsUserOnce() {
        var ada = tickets.issue(ADA);
        var ben = tickets.issue(BEN);

        assertThat(ada).isNotEqualTo(ben).matches("bt_[-_A-Za-z0-9]{43}");
        assertThat(tickets.redeem(ada)).isEqualTo(ADA);
        assertThat(tickets.redeem(ada)).isNull();
        assertThat(tickets.redeem(ben)).isEqualTo(BEN);
        assertThat(tickets.redeem("bt_guessed")).isNull();
    }

    @Test
    void itIsGoodForHalfAMinute() {
        var ticket = tickets.issue(ADA);

        now = now.plus(Duration.ofSeconds(30));

        assertThat(tickets.redeem(ticket)).isNull();
    }

    @Test
    void thoseThatNobodyComesWithAreForgotten() {
        for (var i = 0; i < 10_000; i++) {
            tickets.issue(ADA);
            now = now.plus(Duration.ofSeconds(1));
        }

        assertThat(tickets.kept()).isLessThanOrEqualTo(31);
    }
}
