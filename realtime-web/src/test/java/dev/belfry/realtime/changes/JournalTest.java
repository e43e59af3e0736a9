package dev.belfry.realtime.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.Column;
import dev.belfry.domain.change.Gap;
import dev.belfry.domain.change.Json;
import dev.belfry.domain.change.Position;
import dev.belfry.domain.change.Row;
import dev.belfry.domain.change.Table;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is kept of the changes that were announced last. */
@Timeout(30)
class JournalTest {

    private static final Table TABLE = new Table("public", "t", List.of(new Column("id", "int8", true)));
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final SettableClock clock = new SettableClock();

    @Test
    void entriesAreReadByTheirPosition() {
        var journal = journal(1 << 24);
        for (var transaction = 1; transaction <= 3000; transaction++) {
            journal.append(insert(transaction, 0));
            journal.append(insert(transaction, 1));
        }

        assertThat(journal.numberOf(new Position(1, 0))).isZero();
        assertThat(journal.numberOf(new Position(700, 1))).isEqualTo(1399);
        assertThat(journal.numberOf(Position.behind(700))).isEqualTo(1400);
        assertThat(journal.numberOf(Position.behind(3000))).isEqualTo(6000);
        assertThat(positions(Objects.requireNonNull(journal.read(1399, 2))))
                .containsExactly(new Position(700, 1), new Position(701, 0));
        assertThat(journal.read(6000, 2)).isEmpty();
    }

    @Test
    void whatIsTooOldIsForgottenAndSaidSo() {
        var journal = journal(1 << 20);
        journal.append(insert(1, 0));
        clock.now = NOON.plusSeconds(61);
        journal.append(insert(2, 0));

        assertThat(journal.first()).isEqualTo(1);
        assertThat(journal.read(0, 10)).isNull();
        assertThat(journal.reachesBackTo(new Position(1, 0))).isFalse();
        assertThat(journal.reachesBackTo(new Position(1, 1))).isTrue();
        assertThat(journal.reachesBackTo(at(1))).isFalse();
        assertThat(journal.reachesBackTo(at(1).plusMillis(1))).isTrue();
    }

    @Test
    void whatIsTooMuchIsForgotten() {
        var journal = journal(2000);
        for (var transaction = 1; transaction <= 100; transaction++) {
            journal.append(insert(transaction, 0));
        }

        assertThat(journal.first()).isBetween(80L, 99L);
        assertThat(positions(Objects.requireNonNull(journal.read(journal.first(), 100))))
                .endsWith(new Position(100, 0));
    }

    @Test
    void theSourceWaitsWhileTooMuchIsNotDispatched() throws InterruptedException {
        var journal = journal(2000);
        var number = journal.startDispatching();
        var source = Thread.ofVirtual().start(() -> {
            for (var transaction = 1; transaction <= 100; transaction++) {
                journal.append(insert(transaction, 0));
            }
        });

        for (var transaction = 1; transaction <= 100; transaction++) {
            var entry = journal.take(number++);
            assertThat(positions(List.of(entry))).containsExactly(new Position(transaction, 0));
            var ahead = Objects.requireNonNull(journal.read(number, 100));
            assertThat(ahead).as("what was appended meanwhile").hasSizeLessThan(10);
            journal.done(entry);
        }

        source.join();
        assertThat(journal.read(number, 1)).isEmpty();
    }

    @Test
    void aGapStandsBeforeTheChangeBehindIt() {
        var journal = journal(1 << 20);
        journal.append(insert(1, 0));
        journal.append(new Gap("lost"));
        journal.append(insert(2, 0));

        assertThat(journal.numberOf(Position.behind(1))).isEqualTo(1);
        assertThat(Objects.requireNonNull(journal.read(1, 1)).getFirst()).isInstanceOf(Journal.Missing.class);
    }

    private Journal journal(int bytes) {
        var journal = new Journal(bytes, Duration.ofMinutes(1), clock);
        journal.covers(Position.START, Instant.EPOCH);
        return journal;
    }

    private static List<Position> positions(List<Journal.Entry> entries) {
        return entries.stream()
                .map(entry -> ((Journal.Happened) entry).change().position())
                .toList();
    }

    private static Change insert(int transaction, int index) {
        return new Change.Insert(
                TABLE, new Row(Map.of("id", Json.of(transaction))), at(transaction), new Position(transaction, index));
    }

    private static Instant at(int transaction) {
        return NOON.plusMillis(transaction);
    }

    private static final class SettableClock extends Clock {

        private Instant now = NOON;

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
    }
}
