package dev.belfry.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.belfry.it.RunningServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** A published table of four columns, and who writes to it. Its rows are numbered from 1. */
final class Ticks implements AutoCloseable {

    /** A binding that hears all of it. */
    static final String ALL = "{\"event\":\"*\",\"schema\":\"public\",\"table\":\"ticks\"}";

    private static final byte[] ROW = "\"record\":{\"n\":".getBytes(US_ASCII);
    private static final int DIGITS = 18;

    private final Connection database;
    private final PreparedStatement insert;
    private long next = 1;

    private Ticks(Connection database) throws SQLException {
        this.database = database;
        execute("drop table if exists public.ticks");
        execute("create table public.ticks"
                + " (n bigint primary key, created_by uuid, note text, at timestamptz default now())");
        execute("grant select on public.ticks to anon, authenticated");
        execute("alter publication supabase_realtime add table public.ticks");
        this.insert = database.prepareStatement(
                "insert into public.ticks (n, created_by, note) values (?, gen_random_uuid(), 'some text of a row')");
    }

    static Ticks create(RunningServer server) throws SQLException {
        return new Ticks(server.connectToDatabase());
    }

    /** Hands on the number of each row that a message is about. */
    static Consumer<Received> rows(LongConsumer heard) {
        return message -> {
            var at = message.find(ROW, 0);
            if (at >= 0) {
                heard.accept(message.number(at + ROW.length, 10, DIGITS));
            }
        };
    }

    /** The number of the row that will be inserted next. */
    long next() {
        return next;
    }

    void insert() throws SQLException {
        insert.setLong(1, next++);
        insert.executeUpdate();
    }

    /** In one statement, as one transaction. */
    void insertAtOnce(int rows) throws SQLException {
        execute("insert into public.ticks (n, note) select i, 'some text of a row' from generate_series(" + next + ", "
                + (next + rows - 1) + ") i");
        next += rows;
    }

    void execute(String sql) throws SQLException {
        try (var statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }
}
