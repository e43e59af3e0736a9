package dev.belfry.domain.replication;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code pgoutput} says, protocol version 1. Positions in the log are unsigned numbers, as are the ids of the catalog. */
sealed interface PgOutputMessage {

    /** @param finalLsn where the commit stands in the log */
    record Begin(long finalLsn, Instant committedAt, int xid) implements PgOutputMessage {}

    /**
     * @param commitLsn where the commit stands in the log
     * @param endLsn right behind it
     */
    record Commit(long commitLsn, long endLsn, Instant committedAt) implements PgOutputMessage {}

    /** A table, as it is for the rows that follow. */
    record Relation(int id, String schema, String name, Identity identity, List<Attribute> attributes)
            implements PgOutputMessage {}

    /** @param inIdentity whether it is part of the replica identity */
    record Attribute(String name, int type, int modifier, boolean inIdentity) {}

    /** What the log keeps of the old row. */
    enum Identity {
        DEFAULT('d'),
        NOTHING('n'),
        FULL('f'),
        INDEX('i');

        private final char letter;

        Identity(char letter) {
            this.letter = letter;
        }

        static Identity of(char letter) {
            for (var identity : values()) {
                if (identity.letter == letter) {
                    return identity;
                }
            }
            return NOTHING;
        }
    }

    /** What a message has of the row before. Fields of a {@link KeyOnly} that are no part of the identity mean nothing. */
    sealed interface OldRow {

        List<Field> fields();

        record KeyOnly(List<Field> fields) implements OldRow {}

        record Whole(List<Field> fields) implements OldRow {}
    }

    record Insert(int relation, List<Field> row) implements PgOutputMessage {}

    /** @param old null if the identity has not changed, and the log keeps no more than that */
    record Update(int relation, @Nullable OldRow old, List<Field> row) implements PgOutputMessage {}

    record Delete(int relation, OldRow old) implements PgOutputMessage {}

    record Truncate(List<Integer> relations) implements PgOutputMessage {}

    record Origin(long lsn, String name) implements PgOutputMessage {}

    /** The name of a type that PostgreSQL does not bring along. */
    record TypeName(int id, String schema, String name) implements PgOutputMessage {}

    /** Of {@code pg_logical_emit_message}. Its content means nothing here. */
    record Message(boolean transactional, long lsn, String prefix) implements PgOutputMessage {}

    /** Of a newer PostgreSQL, perhaps. */
    record Unknown(char kind) implements PgOutputMessage {}
}
