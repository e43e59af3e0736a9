package dev.belfry.domain.replication;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.domain.replication.PgOutputMessage.Attribute;
import dev.belfry.domain.replication.PgOutputMessage.Begin;
import dev.belfry.domain.replication.PgOutputMessage.Commit;
import dev.belfry.domain.replication.PgOutputMessage.Delete;
import dev.belfry.domain.replication.PgOutputMessage.Identity;
import dev.belfry.domain.replication.PgOutputMessage.OldRow;
import dev.belfry.domain.replication.PgOutputMessage.Relation;
import dev.belfry.domain.replication.PgOutputMessage.Truncate;
import dev.belfry.domain.replication.PgOutputMessage.TypeName;
import dev.belfry.domain.replication.PgOutputMessage.Unknown;
import dev.belfry.domain.replication.PgOutputMessage.Update;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PgOutputDecoderTest {

    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.123456Z");
    private static final long MICROS_SINCE_2000 = 820_638_245_123_456L;

    private final ByteBuffer buffer = ByteBuffer.allocate(200);

    @Test
    void transactionsHavePositionsAndTimes() {
        buffer.put((byte) 'B').putLong(100).putLong(MICROS_SINCE_2000).putInt(7);
        assertThat(decode()).isEqualTo(new Begin(100, AT, 7));

        buffer.put((byte) 'C').put((byte) 0).putLong(100).putLong(150).putLong(MICROS_SINCE_2000);
        assertThat(decode()).isEqualTo(new Commit(100, 150, AT));
    }

    @Test
    void relationsHaveTheirColumns() {
        buffer.put((byte) 'R').putInt(5);
        string("public").string("tasks").buffer.put((byte) 'i').putShort((short) 2);
        buffer.put((byte) 1);
        string("id").buffer.putInt(23).putInt(-1);
        buffer.put((byte) 0);
        string("v").buffer.putInt(25).putInt(-1);

        assertThat(decode())
                .isEqualTo(new Relation(
                        5,
                        "public",
                        "tasks",
                        Identity.INDEX,
                        List.of(new Attribute("id", 23, -1, true), new Attribute("v", 25, -1, false))));
    }

    @Test
    void rowsHaveTextNullsAndValuesThatWereNotTouched() {
        buffer.put((byte) 'U').putInt(5).put((byte) 'K').putShort((short) 1);
        text("1").buffer.put((byte) 'N').putShort((short) 3);
        text("é").buffer.put((byte) 'n').put((byte) 'u');

        assertThat(decode())
                .isEqualTo(new Update(
                        5,
                        new OldRow.KeyOnly(List.of(new Field.Text("1"))),
                        List.of(new Field.Text("é"), Field.Empty.NULL, Field.Empty.UNCHANGED)));
    }

    @Test
    void aWholeOldRowIsToldFromAKey() {
        buffer.put((byte) 'D').putInt(5).put((byte) 'O').putShort((short) 1);
        text("1");

        assertThat(decode()).isEqualTo(new Delete(5, new OldRow.Whole(List.of(new Field.Text("1")))));
    }

    @Test
    void theOthersAreRead() {
        buffer.put((byte) 'T').putInt(2).put((byte) 1).putInt(5).putInt(6);
        assertThat(decode()).isEqualTo(new Truncate(List.of(5, 6)));

        buffer.put((byte) 'Y').putInt(99_999);
        string("public").string("mood");
        assertThat(decode()).isEqualTo(new TypeName(99_999, "public", "mood"));
    }

    @Test
    void unknownKindsAreNoFailure() {
        buffer.put((byte) 'z').putInt(1);

        assertThat(decode()).isEqualTo(new Unknown('z'));
    }

    @Test
    void aTruncatedMessageIsRefused() {
        buffer.put((byte) 'I')
                .putInt(5)
                .put((byte) 'N')
                .putShort((short) 1)
                .put((byte) 't')
                .putInt(100);

        assertThatThrownBy(this::decode).isInstanceOf(BufferUnderflowException.class);
    }

    private PgOutputMessage decode() {
        var message = PgOutputDecoder.decode(buffer.flip());
        buffer.clear();
        return message;
    }

    private PgOutputDecoderTest string(String string) {
        buffer.put(string.getBytes(UTF_8)).put((byte) 0);
        return this;
    }

    private PgOutputDecoderTest text(String text) {
        var bytes = text.getBytes(UTF_8);
        buffer.put((byte) 't').putInt(bytes.length).put(bytes);
        return this;
    }
}
