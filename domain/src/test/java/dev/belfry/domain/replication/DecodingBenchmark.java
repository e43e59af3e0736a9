package dev.belfry.domain.replication;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.Position;
import dev.belfry.domain.replication.PgOutputMessage.Attribute;
import dev.belfry.domain.replication.PgOutputMessage.Begin;
import dev.belfry.domain.replication.PgOutputMessage.Identity;
import dev.belfry.domain.replication.PgOutputMessage.Relation;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** An insert of a row of four columns, from the bytes of the log to a change. */
@State(Scope.Benchmark)
public class DecodingBenchmark {

    private static final int TABLE = 5;
    private static final Map<Integer, String> TYPES = Map.of(20, "int8", 2950, "uuid", 25, "text", 1184, "timestamptz");
    private static final List<Attribute> COLUMNS = List.of(
            new Attribute("n", 20, -1, true),
            new Attribute("created_by", 2950, -1, false),
            new Attribute("note", 25, -1, false),
            new Attribute("at", 1184, -1, false));

    private final ByteBuffer insert = insert(
            "12345678", "aaaaaaaa-0000-4000-8000-000000000001", "some text of a row", "2026-01-02 03:04:05.123456+00");
    private final ChangeReader reader = new ChangeReader(new FourTypes(), Position.START, new Commits());
    private long transaction = 100;

    @Setup
    public void tellOfTheTable() throws SQLException {
        reader.read(new Relation(TABLE, "public", "ticks", Identity.DEFAULT, COLUMNS));
    }

    @Benchmark
    public Object message() {
        return PgOutputDecoder.decode(insert.rewind());
    }

    @Benchmark
    public Change change() throws SQLException {
        reader.read(new Begin(transaction++, Instant.EPOCH, 1));
        return Objects.requireNonNull(reader.read(PgOutputDecoder.decode(insert.rewind())));
    }

    private static ByteBuffer insert(String... values) {
        var buffer = ByteBuffer.allocate(500).put((byte) 'I').putInt(TABLE).put((byte) 'N');
        buffer.putShort((short) values.length);
        for (var value : values) {
            buffer.put((byte) 't').putInt(value.length()).put(value.getBytes(UTF_8));
        }
        return buffer.flip();
    }

    private static final class FourTypes implements Catalog {

        @Override
        public Optional<TypeRow> type(int id) {
            return Optional.ofNullable(TYPES.get(id)).map(name -> TypeRow.builtIn(name));
        }

        @Override
        public Map<Integer, List<AttributeRow>> attributes(Set<Integer> composites) {
            return Map.of();
        }

        @Override
        public void awaitSeen(int transaction) {}

        @Override
        public Set<String> primaryKey(int relation) {
            return Set.of("n");
        }
    }
}
