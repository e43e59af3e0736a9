package dev.belfry.domain.replication;

import dev.belfry.domain.change.AnnouncedTables;
import dev.belfry.domain.change.Table;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The tables of the publication, and what is wrong with it. While the database cannot be asked they are as they were. */
final class PublishedTables implements AnnouncedTables {

    private static final Logger LOG = System.getLogger(PublishedTables.class.getName());
    private static final long PACE_NANOS = 100_000_000;

    /** Opens an ordinary connection, which the caller closes. */
    @FunctionalInterface
    interface Database {
        Connection connect() throws SQLException;
    }

    private final Publication publication;
    private final Database database;
    private final Object rereading = new Object();
    private volatile List<Table> tables = List.of();
    private volatile List<String> problems = List.of();
    private volatile List<String> withheld = List.of();
    private volatile long readAt = System.nanoTime() - PACE_NANOS;

    PublishedTables(Publication publication, Database database) {
        this.publication = publication;
        this.database = database;
    }

    @Override
    public List<Table> now() {
        return tables;
    }

    /** One reading serves all who asked before it began, and the next keeps its distance from it, however many ask. */
    @Override
    public List<Table> reread() {
        var asked = System.nanoTime();
        synchronized (rereading) {
            if (readAt - asked < 0 && pause(readAt + PACE_NANOS - System.nanoTime())) {
                readNow();
            }
        }
        return tables;
    }

    /** Returns false if the thread is to end. */
    private static boolean pause(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void readNow() {
        try (var connection = database.connect()) {
            read(connection);
        } catch (SQLException e) {
            LOG.log(Level.WARNING, "PublicationNotRead: its tables are as they were: {0}", e.getMessage());
            readAt = System.nanoTime(); // whoever waited behind this one does not try for as long again
        }
    }

    List<String> problems() {
        return problems;
    }

    /** Keeps the list that is there if nothing has changed. */
    synchronized void read(Connection connection) throws SQLException {
        var begun = System.nanoTime();
        var readTables = publication.tables(connection);
        if (!readTables.equals(tables)) {
            tables = readTables;
        }
        var readProblems = publication.problems(connection);
        if (!readProblems.equals(problems)) {
            problems = readProblems;
            readProblems.forEach(problem -> LOG.log(Level.WARNING, "TableNotReplicable: {0}", problem));
        }
        var readWithheld = publication.withheld(connection);
        if (!readWithheld.equals(withheld)) {
            withheld = readWithheld;
            readWithheld.forEach(sentence -> LOG.log(Level.WARNING, "GeneratedNotPublished: {0}", sentence));
        }
        readAt = begun;
    }
}
