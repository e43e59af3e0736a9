package dev.belfry.domain.replication;

import dev.belfry.domain.change.AnnouncedTables;
import dev.belfry.domain.change.Table;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The tables of the publication, and what is wrong with it. While the database cannot be asked they are as they were. */
final class PublishedTables implements AnnouncedTables {

    private static final Logger LOG = System.getLogger(PublishedTables.class.getName());
    private static final long FRESH_NANOS = 100_000_000;

    /** Opens an ordinary connection, which the caller closes. */
    @FunctionalInterface
    interface Database {
        Connection connect() throws SQLException;
    }

    private final Publication publication;
    private final Database database;
    private volatile List<Table> tables = List.of();
    private volatile List<String> problems = List.of();
    private long readAt = System.nanoTime() - FRESH_NANOS;

    PublishedTables(Publication publication, Database database) {
        this.publication = publication;
        this.database = database;
    }

    @Override
    public List<Table> now() {
        return tables;
    }

    @Override
    public synchronized List<Table> reread() {
        if (System.nanoTime() - readAt < FRESH_NANOS) {
            return tables;
        }
        try (var connection = database.connect()) {
            read(connection);
        } catch (SQLException e) {
            LOG.log(Level.WARNING, "PublicationNotRead: its tables are as they were: {0}", e.getMessage());
            readAt = System.nanoTime(); // whoever waited behind this one does not try for as long again
        }
        return tables;
    }

    List<String> problems() {
        return problems;
    }

    /** Keeps the list that is there if nothing has changed. */
    synchronized void read(Connection connection) throws SQLException {
        var readTables = publication.tables(connection);
        if (!readTables.equals(tables)) {
            tables = readTables;
        }
        var readProblems = publication.problems(connection);
        if (!readProblems.equals(problems)) {
            problems = readProblems;
            readProblems.forEach(problem -> LOG.log(Level.WARNING, "TableNotReplicable: {0}", problem));
        }
        readAt = System.nanoTime();
    }
}
