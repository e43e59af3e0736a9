package dev.belfry.domain.change;

import java.time.Instant;

/**
 * One row's insert, update or delete, committed. A CDI event: fired after the commit, all of a transaction in the order in which
 * it wrote them, one transaction after the other; never for a rollback. Observers hand off and return.
 */
public sealed interface Change {

    Table table();

    Instant committedAt();

    Position position();

    record Insert(Table table, Row row, Instant committedAt, Position position) implements Change {}

    /** @param old what is known of the row before: all of it or, at least, the primary key */
    record Update(Table table, Row row, Row old, Instant committedAt, Position position) implements Change {}

    /** @param old what is known of the row: all of it or, at least, the primary key */
    record Delete(Table table, Row old, Instant committedAt, Position position) implements Change {}
}
