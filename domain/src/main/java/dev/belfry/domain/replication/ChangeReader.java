package dev.belfry.domain.replication;

import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.Position;
import dev.belfry.domain.replication.PgOutputMessage.Begin;
import dev.belfry.domain.replication.PgOutputMessage.Commit;
import dev.belfry.domain.replication.PgOutputMessage.Delete;
import dev.belfry.domain.replication.PgOutputMessage.Insert;
import dev.belfry.domain.replication.PgOutputMessage.Message;
import dev.belfry.domain.replication.PgOutputMessage.Origin;
import dev.belfry.domain.replication.PgOutputMessage.Relation;
import dev.belfry.domain.replication.PgOutputMessage.Truncate;
import dev.belfry.domain.replication.PgOutputMessage.TypeName;
import dev.belfry.domain.replication.PgOutputMessage.Unknown;
import dev.belfry.domain.replication.PgOutputMessage.Update;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes changes of the messages of one stream, each as it comes: a transaction is never held. Skips what has been read before,
 * since a transaction that was cut is sent again from its beginning.
 */
final class ChangeReader {

    private final Catalog catalog;
    private final Types types;
    private final Map<Integer, PublishedRelation> relations = new HashMap<>();

    private Position last;
    private final Commits commits;
    private long transaction;
    private int writer;
    private boolean compositesKnown;
    private int index;
    private Instant committedAt = Instant.EPOCH;
    private long completed;

    /**
     * @param last the change up to which all are known
     * @param commits is told of each transaction
     */
    ChangeReader(Catalog catalog, Position last, Commits commits) {
        this.catalog = catalog;
        this.commits = commits;
        this.types = new Types(catalog);
        this.last = last;
    }

    /** Where the last transaction ended that was read to its end; 0 before the first. */
    long completed() {
        return completed;
    }

    /** The change in a message; null if it has none, or one that is known. */
    @Nullable
    Change read(PgOutputMessage message) throws SQLException {
        return switch (message) {
            case Insert insert -> {
                var position = position();
                yield position == null ? null : insert(insert, position);
            }
            case Update update -> {
                var position = position();
                yield position == null ? null : update(update, position);
            }
            case Delete delete -> {
                var position = position();
                yield position == null ? null : delete(delete, position);
            }
            case Begin begin -> {
                begin(begin);
                yield null;
            }
            case Commit commit -> {
                completed = commit.endLsn();
                yield null;
            }
            case Relation relation -> {
                catalog.awaitSeen(writer); // it may have made the table
                types.writtenBy(writer);
                compositesKnown = false;
                relations.put(relation.id(), PublishedRelation.of(relation, types, catalog));
                yield null;
            }
            case TypeName type -> {
                types.told(type);
                yield null;
            }
            case Truncate ignored -> null;
            case Origin ignored -> null;
            case Message ignored -> null;
            case Unknown ignored -> null;
        };
    }

    /**
     * A transaction takes its time before its place in the log, so of two that commit together the second may have the earlier
     * one. Nobody who goes by the time must miss it: it is told with the later.
     */
    private void begin(Begin begin) {
        transaction = begin.finalLsn();
        writer = begin.xid();
        commits.heard(transaction, writer);
        index = 0;
        compositesKnown = false;
        if (begin.committedAt().isAfter(committedAt)) {
            committedAt = begin.committedAt();
        }
    }

    /** Of the next change; null if that is known. */
    private @Nullable Position position() {
        var position = new Position(transaction, index);
        index++;
        if (last.isBefore(position)) {
            last = position;
            return position;
        }
        return null;
    }

    private Change insert(Insert insert, Position position) throws SQLException {
        var relation = relation(insert.relation());
        return new Change.Insert(relation.table(), relation.row(insert.row(), null), committedAt, position);
    }

    private Change update(Update update, Position position) throws SQLException {
        var relation = relation(update.relation());
        var old = update.old();
        return new Change.Update(
                relation.table(),
                relation.row(update.row(), old),
                old == null ? relation.identity(update.row()) : relation.old(old),
                committedAt,
                position);
    }

    private Change delete(Delete delete, Position position) throws SQLException {
        var relation = relation(delete.relation());
        return new Change.Delete(relation.table(), relation.old(delete.old()), committedAt, position);
    }

    private PublishedRelation relation(int id) throws SQLException {
        var relation = relations.get(id);
        if (relation == null) {
            throw new IllegalStateException("A row of the unknown table " + Integer.toUnsignedLong(id));
        }
        return relation.hasComposites() && !compositesKnown ? withCompositesOfNow(id, relation) : relation;
    }

    /** The log does not tell that a type has got or lost an attribute: the catalog is asked, once in a transaction. */
    private PublishedRelation withCompositesOfNow(int id, PublishedRelation relation) throws SQLException {
        compositesKnown = true;
        catalog.awaitSeen(writer);
        if (!types.areStale()) {
            return relation;
        }
        types.writtenBy(writer);
        types.forget();
        for (var known : relations.entrySet()) {
            if (known.getValue().hasComposites()) {
                known.setValue(PublishedRelation.of(known.getValue().told(), types, catalog));
            }
        }
        return relations.getOrDefault(id, relation);
    }
}
