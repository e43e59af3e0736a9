package dev.belfry.domain.replication;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.domain.replication.PgOutputMessage.Attribute;
import dev.belfry.domain.replication.PgOutputMessage.Begin;
import dev.belfry.domain.replication.PgOutputMessage.Commit;
import dev.belfry.domain.replication.PgOutputMessage.Delete;
import dev.belfry.domain.replication.PgOutputMessage.Identity;
import dev.belfry.domain.replication.PgOutputMessage.Insert;
import dev.belfry.domain.replication.PgOutputMessage.Message;
import dev.belfry.domain.replication.PgOutputMessage.OldRow;
import dev.belfry.domain.replication.PgOutputMessage.Origin;
import dev.belfry.domain.replication.PgOutputMessage.Relation;
import dev.belfry.domain.replication.PgOutputMessage.Truncate;
import dev.belfry.domain.replication.PgOutputMessage.TypeName;
import dev.belfry.domain.replication.PgOutputMessage.Unknown;
import dev.belfry.domain.replication.PgOutputMessage.Update;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads messages of {@code pgoutput} (PostgreSQL, "Logical Replication Message Formats"). */
final class PgOutputDecoder {

    private static final Instant POSTGRES_EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private PgOutputDecoder() {}

    /**
     * Reads one message; the buffer is its whole content and nothing else.
     *
     * @throws java.nio.BufferUnderflowException if it ends too early
     * @throws IllegalArgumentException if it is none of the protocol's
     */
    static PgOutputMessage decode(ByteBuffer in) {
        var kind = letter(in);
        return switch (kind) {
            case 'B' -> new Begin(in.getLong(), instant(in), in.getInt());
            case 'C' -> commit(in);
            case 'R' -> relation(in);
            case 'I' -> insert(in);
            case 'U' -> update(in);
            case 'D' -> new Delete(in.getInt(), oldRow(letter(in), in));
            case 'T' -> truncate(in);
            case 'O' -> new Origin(in.getLong(), string(in));
            case 'Y' -> new TypeName(in.getInt(), string(in), string(in));
            case 'M' -> new Message(in.get() != 0, in.getLong(), string(in));
            default -> new Unknown(kind);
        };
    }

    private static Commit commit(ByteBuffer in) {
        in.get(); // flags, none of which is used yet
        return new Commit(in.getLong(), in.getLong(), instant(in));
    }

    private static Relation relation(ByteBuffer in) {
        var id = in.getInt();
        var schema = string(in);
        var name = string(in);
        var identity = Identity.of(letter(in));
        var attributes = new Attribute[in.getShort()];
        for (var i = 0; i < attributes.length; i++) {
            var inIdentity = (in.get() & 1) != 0;
            var attribute = string(in);
            attributes[i] = new Attribute(attribute, in.getInt(), in.getInt(), inIdentity);
        }
        return new Relation(id, schema.isEmpty() ? "pg_catalog" : schema, name, identity, List.of(attributes));
    }

    private static Insert insert(ByteBuffer in) {
        var relation = in.getInt();
        expectNewRow(letter(in));
        return new Insert(relation, row(in));
    }

    private static Update update(ByteBuffer in) {
        var relation = in.getInt();
        var letter = letter(in);
        @Nullable OldRow old = null;
        if (letter != 'N') {
            old = oldRow(letter, in);
            letter = letter(in);
        }
        expectNewRow(letter);
        return new Update(relation, old, row(in));
    }

    private static OldRow oldRow(char letter, ByteBuffer in) {
        return switch (letter) {
            case 'K' -> new OldRow.KeyOnly(row(in));
            case 'O' -> new OldRow.Whole(row(in));
            default -> throw new IllegalArgumentException("An old row was expected, not " + letter);
        };
    }

    private static void expectNewRow(char letter) {
        if (letter != 'N') {
            throw new IllegalArgumentException("A new row was expected, not " + letter);
        }
    }

    private static List<Field> row(ByteBuffer in) {
        var fields = new Field[in.getShort()];
        for (var i = 0; i < fields.length; i++) {
            var kind = letter(in);
            fields[i] = switch (kind) {
                case 'n' -> Field.Empty.NULL;
                case 'u' -> Field.Empty.UNCHANGED;
                case 't' -> new Field.Text(text(in, in.getInt()));
                default -> throw new IllegalArgumentException("Not asked for: a value of the kind " + kind);
            };
        }
        return Arrays.asList(fields);
    }

    private static Truncate truncate(ByteBuffer in) {
        var relations = new Integer[in.getInt()];
        in.get(); // options
        for (var i = 0; i < relations.length; i++) {
            relations[i] = in.getInt();
        }
        return new Truncate(List.of(relations));
    }

    private static Instant instant(ByteBuffer in) {
        return POSTGRES_EPOCH.plus(in.getLong(), ChronoUnit.MICROS);
    }

    private static char letter(ByteBuffer in) {
        return (char) in.get();
    }

    private static String string(ByteBuffer in) {
        var end = in.position();
        while (in.get(end) != 0) {
            end++;
        }
        var string = text(in, end - in.position());
        in.get();
        return string;
    }

    private static String text(ByteBuffer in, int length) {
        if (length > in.remaining()) {
            throw new java.nio.BufferUnderflowException();
        }
        var text = new String(in.array(), in.arrayOffset() + in.position(), length, UTF_8);
        in.position(in.position() + length);
        return text;
    }
}
