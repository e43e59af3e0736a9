package dev.belfry.bench;

import dev.belfry.it.RunningServer;
import java.net.http.HttpClient;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Changes of rows, from commit to client: latency, a bulk insert, processor time for each delivery, and the same beside 100,000
 * bindings that do not match. Each figure three times; server, database and client share the machine.
 */
public final class ChangesBench {

    private static final int USERS = 1000;
    private static final int ROUNDS = 3;
    private static final int BULK = 50_000;
    private static final int MANY = 1000;
    private static final String ALL = "{\"event\":\"*\",\"schema\":\"public\",\"table\":\"ticks\"}";

    private final RunningServer server;
    private final Connection database;
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicLong next = new AtomicLong(1);

    private ChangesBench(RunningServer server, Connection database) {
        this.server = server;
        this.database = database;
    }

    public static void main(String[] arguments) throws Exception {
        var limits = Map.of(
                "BELFRY_LIMITS_JOINS_PER_SECOND", "1000000",
                "BELFRY_LIMITS_MESSAGES_PER_SECOND", "1000000",
                "BELFRY_LIMITS_CHANNELS", "1000");
        try (var server = RunningServer.start("bench", limits);
                var database = server.connectToDatabase()) {
            new ChangesBench(server, database).run(List.of(arguments));
        }
        System.exit(0);
    }

    /** @param which of latency, bulk, cost and policies; none for all */
    private void run(List<String> which) throws Exception {
        execute("drop table if exists public.ticks");
        execute(
                "create table public.ticks (n bigint primary key, created_by uuid, note text, at timestamptz default now())");
        execute("grant select on public.ticks to anon, authenticated");
        execute("alter publication supabase_realtime add table public.ticks");
        latency(1, 200); // warm
        for (var round = 0; round < ROUNDS && isAsked("latency", which); round++) {
            latency(1, 500);
            latency(100, 500);
        }
        for (var round = 0; round < ROUNDS && isAsked("bulk", which); round++) {
            bulk();
        }
        for (var round = 0; round < ROUNDS && isAsked("cost", which); round++) {
            cost("no others", 0);
            cost("beside 100,000 bindings created_by=eq.<other>", 100_000);
        }
        for (var round = 0; round < ROUNDS && isAsked("policies", which); round++) {
            policies();
        }
    }

    /** One table after the other, so that the server reads nothing into another's policies. */
    private void policies() throws Exception {
        var claimed = "nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub' is not null";
        policies("without policies", null, 50);
        policies("policies compiled", "n > 0 and " + claimed, 50);
        policies(
                "policies asked of PostgreSQL", "n > 0 and length(" + claimed.replace(" is not null", "") + ") > 0", 5);
    }

    /**
     * To as many users, each with a token of their own.
     *
     * @param condition of the policy; null for none
     */
    private void policies(String name, @Nullable String condition, int inserts) throws Exception {
        execute("alter table public.ticks " + (condition == null ? "disable" : "enable") + " row level security");
        if (condition != null) {
            execute("create policy seen on public.ticks for select to authenticated using (" + condition + ")");
        }
        Thread.sleep(1000);
        var count = new AtomicLong();
        var listeners = new ArrayList<Listener>();
        for (var i = 0; i < USERS; i++) {
            listeners.add(listen(user(), n -> count.incrementAndGet()));
        }
        var warm = 10;
        insertAndAwait(warm, count, (long) warm * USERS);
        var before = server.processorTime();
        var started = System.nanoTime();
        insertAndAwait(inserts, count, (long) (warm + inserts) * USERS);
        var micros = micros(before) / ((double) inserts * USERS);
        System.out.printf(
                "%d users, %s: %.2f us of the server's processor time for each change delivered, %,.0f deliveries per"
                        + " processor second, %,.0f per second%n",
                USERS, name, micros, 1e6 / micros, inserts * USERS / ((System.nanoTime() - started) / 1e9));
        listeners.forEach(Listener::close);
        if (condition != null) {
            execute("drop policy seen on public.ticks");
        }
    }

    private void insertAndAwait(int inserts, AtomicLong count, long wanted) throws Exception {
        try (var insert = insert()) {
            for (var i = 0; i < inserts; i++) {
                execute(insert);
            }
        }
        await(count, wanted);
    }

    private String user() {
        return server.signer()
                .sign(Map.of(
                        "role",
                        "authenticated",
                        "sub",
                        UUID.randomUUID().toString(),
                        "exp",
                        Instant.now().plus(Duration.ofHours(1)).getEpochSecond()));
    }

    private static boolean isAsked(String what, List<String> which) {
        return which.isEmpty() || which.contains(what);
    }

    /** At 50 inserts a second. */
    private void latency(int subscribers, int inserts) throws Exception {
        var first = next.get();
        var committed = new long[inserts];
        var heard = new long[inserts][subscribers];
        var listeners = new ArrayList<Listener>();
        var count = new AtomicLong();
        for (var i = 0; i < subscribers; i++) {
            var me = i;
            listeners.add(listen(n -> {
                heard[(int) (n - first)][me] = System.nanoTime();
                count.incrementAndGet();
            }));
        }
        var start = System.nanoTime();
        try (var insert = insert()) {
            for (var i = 0; i < inserts; i++) {
                pauseUntil(start + i * 20_000_000L);
                execute(insert);
                committed[i] = System.nanoTime();
            }
        }
        await(count, (long) inserts * subscribers);
        var millis = IntStream.range(0, inserts)
                .boxed()
                .flatMapToDouble(i -> Arrays.stream(heard[i]).mapToDouble(at -> (at - committed[i]) / 1e6))
                .sorted()
                .toArray();
        System.out.printf(
                "commit to client, %d subscribers, 50 inserts/s: p50 %.2f ms, p99 %.2f ms, most %.2f ms%n",
                subscribers, millis[millis.length / 2], millis[millis.length * 99 / 100], millis[millis.length - 1]);
        listeners.forEach(Listener::close);
    }

    private void bulk() throws Exception {
        var count = new AtomicLong();
        var last = new AtomicLong();
        var inversions = new AtomicLong();
        try (var listener = listen(n -> {
            if (n < last.getAndSet(n)) {
                inversions.incrementAndGet();
            }
            count.incrementAndGet();
        })) {
            var first = next.getAndAdd(BULK);
            execute("insert into public.ticks (n, note) select i, 'some text of a row' from generate_series(" + first
                    + ", " + (first + BULK - 1) + ") i");
            var committed = System.nanoTime();
            var before = server.processorTime();
            await(count, BULK);
            var seconds = (System.nanoTime() - committed) / 1e9;
            System.out.printf(
                    "bulk insert of %,d rows, 1 subscriber: %,.0f rows/s, %.1f us of the server's processor time each,"
                            + " %d out of order%n",
                    BULK, BULK / seconds, micros(before) / BULK, inversions.get());
            listener.awaitJoined();
        }
    }

    /** At 30 inserts a second. */
    private void cost(String beside, int others) throws Exception {
        var bystanders = bystanders(others);
        var count = new AtomicLong();
        var listeners = new ArrayList<Listener>();
        for (var i = 0; i < MANY; i++) {
            listeners.add(listen(n -> count.incrementAndGet()));
        }
        var inserts = 300;
        var before = server.processorTime();
        var start = System.nanoTime();
        try (var insert = insert()) {
            for (var i = 0; i < inserts; i++) {
                pauseUntil(start + i * 33_000_000L);
                execute(insert);
            }
        }
        await(count, (long) inserts * MANY);
        System.out.printf(
                "%d subscribers, %s: %.2f us of the server's processor time for each change delivered%n",
                MANY, beside, micros(before) / ((double) inserts * MANY));
        listeners.forEach(Listener::close);
        bystanders.forEach(Listener::close);
    }

    /** Ten bindings to a channel, a hundred channels to a socket. */
    private List<Listener> bystanders(int bindings) throws InterruptedException {
        var listeners = new ArrayList<Listener>();
        for (var i = 0; i < bindings / 1000; i++) {
            var listener = new Listener(client, server.url(), key(), 100, n -> {
                throw new IllegalStateException("a row of somebody else");
            });
            for (var channel = 0; channel < 100; channel++) {
                listener.join(
                        "bystander" + channel,
                        IntStream.range(0, 10)
                                .mapToObj(binding -> "{\"event\":\"*\",\"schema\":\"public\",\"table\":\"ticks\","
                                        + "\"filter\":\"created_by=eq." + UUID.randomUUID() + "\"}")
                                .collect(Collectors.joining(",")));
            }
            listeners.add(listener);
        }
        for (var listener : listeners) {
            listener.awaitJoined();
        }
        return listeners;
    }

    private Listener listen(LongConsumer heard) throws InterruptedException {
        return listen(key(), heard);
    }

    private Listener listen(String key, LongConsumer heard) throws InterruptedException {
        var listener = new Listener(client, server.url(), key, 1, heard);
        listener.join("ticks", ALL);
        listener.awaitJoined();
        return listener;
    }

    private String key() {
        return server.signer().apiKey("anon");
    }

    private PreparedStatement insert() throws SQLException {
        return database.prepareStatement(
                "insert into public.ticks (n, created_by, note) values (?, gen_random_uuid(), 'some text of a row')");
    }

    private void execute(PreparedStatement insert) throws SQLException {
        insert.setLong(1, next.getAndIncrement());
        insert.executeUpdate();
    }

    private void execute(String sql) throws SQLException {
        try (var statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    private double micros(Duration before) {
        return server.processorTime().minus(before).toNanos() / 1e3;
    }

    private static void pauseUntil(long nanos) {
        while (System.nanoTime() < nanos) {
            LockSupport.parkNanos(nanos - System.nanoTime());
        }
    }

    private static void await(AtomicLong count, long wanted) throws InterruptedException {
        var patience = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (count.get() < wanted) {
            if (System.nanoTime() > patience) {
                throw new IllegalStateException(count.get() + " came of " + wanted);
            }
            Thread.sleep(1);
        }
    }
}
