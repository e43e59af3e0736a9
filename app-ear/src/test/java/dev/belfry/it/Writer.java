package dev.belfry.it;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Writes one row after the other with SQL of its own, through every failure of the database, and knows which are there. */
final class Writer implements AutoCloseable {

    private static final long PAUSE_MILLIS = 3;

    private final RunningServer server;
    private final String table;
    private final AtomicLong next;
    private final List<Long> written = new ArrayList<>();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Thread thread;

    /** @param first the number of the first row */
    Writer(RunningServer server, String table, long first) {
        this.server = server;
        this.table = table;
        this.next = new AtomicLong(first);
        this.thread = Thread.ofPlatform().name("writer").start(this::run);
    }

    /** Stops, and returns the numbers of all rows that were committed, in order. */
    List<Long> stop() throws InterruptedException {
        stopped.set(true);
        thread.join();
        return written;
    }

    void awaitMore(int rows) throws InterruptedException {
        var until = next.get() + rows;
        while (next.get() < until) {
            Thread.sleep(10);
        }
    }

    private void run() {
        while (!stopped.get()) {
            try (var connection = server.connectToDatabase()) {
                while (!stopped.get()) {
                    write(connection);
                    Thread.sleep(PAUSE_MILLIS);
                }
            } catch (SQLException e) {
                // the database is away: what was under way is looked up when it is back
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void write(Connection connection) throws SQLException {
        var number = next.get();
        try (var statement =
                connection.prepareStatement("insert into public." + table + " (n) values (?) on conflict do nothing")) {
            statement.setLong(1, number);
            statement.executeUpdate();
        }
        written.add(number);
        next.incrementAndGet();
    }

    @Override
    public void close() {
        stopped.set(true);
        thread.interrupt();
    }
}
