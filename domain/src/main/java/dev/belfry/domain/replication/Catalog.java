package dev.belfry.domain.replication;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
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
     * @param attributes the id in {@code pg_class} under which those of a composite stand, else 0
     * @param hstore whether it is the extension's of that name
     */
    record TypeRow(
            String name, int base, int element, char delimiter, boolean builtIn, int attributes, boolean hstore) {

        /** One that PostgreSQL brings along, neither an array nor a composite. */
        static TypeRow builtIn(String name) {
            return new TypeRow(name, 0, 0, ',', true, 0, false);
        }
    }

    /**
     * A row of {@code pg_attribute}.
     *
     * @param type 0 of one that has been dropped
     * @param writer the transaction that made, renamed or dropped it last
     */
    record AttributeRow(String name, int type, boolean dropped, int writer) {}

    /** Empty if there is none of that id, or no longer. */
    Optional<TypeRow> type(int id) throws SQLException;

    /** Those of composites, by the ids under which they stand, each in its order; the dropped ones too. */
    Map<Integer, List<AttributeRow>> attributes(Set<Integer> composites) throws SQLException;

    /** The columns of a table's primary key; empty if it has none, or is gone. */
    Set<String> primaryKey(int relation) throws SQLException;

    /** Waits for the moment at which what a transaction has written is seen, its catalog entries too. */
    void awaitSeen(int transaction) throws SQLException;
}
