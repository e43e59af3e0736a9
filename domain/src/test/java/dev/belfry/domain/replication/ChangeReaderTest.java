package dev.belfry.domain.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.change.Position;
import dev.belfry.domain.replication.PgOutputMessage.Attribute;
import dev.belfry.domain.replication.PgOutputMessage.Begin;
import dev.belfry.domain.replication.PgOutputMessage.Commit;
import dev.belfry.domain.replication.PgOutputMessage.Identity;
import dev.belfry.domain.replication.PgOutputMessage.Insert;
import dev.belfry.domain.replication.PgOutputMessage.Relation;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChangeReaderTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    @Test
    void timeDoesNotGoBackFromOneTransactionToTheNext() throws SQLException {
        var reader = new ChangeReader(new OneType(), Position.START, new Commits());
        reader.read(new Relation(5, "public", "t", Identity.DEFAULT, List.of(new Attribute("id", 23, -1, true))));
        var times = new ArrayList<Instant>();

        for (var micros : new int[] {0, 5, 3, 7}) {
            var lsn = times.size() * 100L + 100;
            reader.read(new Begin(lsn, NOON.plusNanos(micros * 1_000L), 1));
            var change = reader.read(new Insert(5, List.of(new Field.Text("1"))));
            reader.read(new Commit(lsn, lsn + 10, NOON.plusNanos(micros * 1_000L)));
            times.add(Objects.requireNonNull(change).committedAt());
        }

        assertThat(times).containsExactly(NOON, NOON.plusNanos(5_000), NOON.plusNanos(5_000), NOON.plusNanos(7_000));
    }

    private static final class OneType implements Catalog {

        @Override
        public Optional<TypeRow> type(int id) {
            return Optional.of(TypeRow.builtIn("int4"));
        }

        @Override
        public Map<Integer, List<AttributeRow>> attributes(Set<Integer> composites) {
            return Map.of();
        }

        @Override
        public void awaitSeen(int transaction) {}

        @Override
        public Set<String> primaryKey(int relation) {
            return Set.of("id");
        }
    }
}
