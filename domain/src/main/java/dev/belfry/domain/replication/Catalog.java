package dev.belfry.domain.replication;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** What the log does not say: the catalog of the database, as it is now. */
interface Catalog {

    /**
     * A row of {@code pg_type}.
     *
     * @param base of a domain, else 0
     * @param element of an array, else 0
     * @param delimiter between the elements of an array
     * @param builtIn whether PostgreSQL brings it along
     */
    record TypeRow(String name, int base, int element, char delimiter, boolean builtIn) {}

    /** Empty if there is none of that id, or no longer. */
    Optional<TypeRow> type(int id) throws SQLException;

    /** The columns of a table's primary key; empty if it has none, or is gone. */
    Set<String> primaryKey(int relation) throws SQLException;

    /** Waits for the moment at which what a transaction has written is seen, its catalog entries too. */
    void awaitSeen(int transaction) throws SQLException;
}
