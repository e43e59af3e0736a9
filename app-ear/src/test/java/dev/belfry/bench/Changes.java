package dev.belfry.bench;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Changes of rows, from commit to client: latency, a bulk insert, processor time for each delivery, also beside 100,000 bindings that do
 * not match and under row policies.
 */
final class Changes {

    private static final int IN_FLIGHT = 20;
    private static final int BULK = 50_000;
    private static final int SUBSCRIBERS = 1000;
    private static final int BINDINGS = 10;
    private static final int CHANNELS = 100;
    private static final int BYSTANDERS = 100;

    private final Options options;
    private final Stage stage;
    private final Ticks ticks;
    private final AtomicLong heard = new AtomicLong();

    private Changes(Options options, Stage stage, Ticks ticks) {
        this.options = options;
        this.stage = stage;
        this.ticks = ticks;
    }

    private interface Measurement {
        void run(Changes changes) throws Exception;
    }

    private static void run(Options options, int sockets, Measurement measurement) throws Exception {
        try (var stage = Stage.open(options, sockets);
                var ticks = Ticks.create(stage.server())) {
            measurement.run(new Changes(options, stage, ticks));
        }
    }

    /** At 50 inserts a second. */
    static void latency(Options options) throws Exception {
        run(options, 100, changes -> {
            changes.latency(1);
            changes.latency(100);
        });
    }

    /** One statement, heard by one subscriber. */
    static void bulk(Options options) throws Exception {
        run(options, 1, Changes::bulk);
    }

    /** At 30 inserts a second. */
    static void cost(Options options) throws Exception {
        var subscribers = options.sockets(SUBSCRIBERS);
        run(options, subscribers + BYSTANDERS, changes -> changes.cost(subscribers));
    }

    /** To as many users, each with a token of their own, one after the other as fast as they are heard. */
    static void policies(Options options) throws Exception {
        var users = options.sockets(SUBSCRIBERS);
        var sub = "nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'";
        run(options, users, changes -> {
            changes.policies(users, "without policies", null, 50);
            changes.policies(users, "policies compiled", "n > 0 and " + sub + " is not null", 50);
            changes.policies(users, "policies asked of PostgreSQL", "n > 0 and length(" + sub + ") > 0", 5);
        });
    }

    private void latency(int subscribers) throws Exception {
        var inserts = 50 * options.seconds(10);
        var first = new AtomicLong();
        var committed = new long[inserts];
        var heardAt = new long[inserts][subscribers];
        var pages = stage.join(
                subscribers,
                IN_FLIGHT,
                me -> page(Ticks.rows(n -> {
                    heardAt[(int) (n - first.get())][me] = System.nanoTime();
                    heard.incrementAndGet();
                })));
        rounds("commit to client, " + subscribers + " subscribers, 50 inserts a second", () -> {
            first.set(ticks.next());
            var until = heard.get() + (long) inserts * subscribers;
            var pace = new Pace(50);
            for (var i = 0; i < inserts; i++) {
                pace.await();
                ticks.insert();
                committed[i] = System.nanoTime();
            }
            awaitHeard(until);
            var latencies = new Latencies();
            for (var i = 0; i < inserts; i++) {
                for (var at : heardAt[i]) {
                    latencies.add(at - committed[i]);
                }
            }
            return latencies.figures("from commit to client");
        });
        pages.forEach(Page::cut);
    }

    private void bulk() throws Exception {
        var last = new AtomicLong();
        stage.join(
                1,
                1,
                i -> page(Ticks.rows(n -> {
                    if (n <= last.getAndSet(n)) {
                        throw new IllegalStateException("row " + n + " came out of order");
                    }
                    heard.incrementAndGet();
                })));
        rounds("bulk insert of 50,000 rows, one subscriber", () -> {
            var until = heard.get() + BULK;
            ticks.insertAtOnce(BULK);
            var meter = new Meter(stage.server());
            awaitHeard(until);
            return meter.figures(BULK, "row", "rows");
        });
    }

    private void cost(int subscribers) throws Exception {
        stage.join(subscribers, IN_FLIGHT, i -> page(Ticks.rows(n -> heard.incrementAndGet())));
        var title = subscribers + " subscribers, 30 inserts a second";
        rounds(title, () -> cost(30 * options.seconds(10), subscribers));
        stage.join(BYSTANDERS, IN_FLIGHT, i -> bystander());
        rounds(
                title + ", beside 100,000 bindings created_by=eq.<other>",
                () -> cost(30 * options.seconds(10), subscribers));
    }

    private List<Figure> cost(int inserts, int subscribers) throws SQLException, InterruptedException {
        var until = heard.get() + (long) inserts * subscribers;
        var meter = new Meter(stage.server());
        var pace = new Pace(30);
        for (var i = 0; i < inserts; i++) {
            pace.await();
            ticks.insert();
        }
        awaitHeard(until);
        return meter.figures((long) inserts * subscribers, "delivery", "deliveries");
    }

    /** @param condition of the policy; null for none */
    private void policies(int users, String title, @Nullable String condition, int inserts) throws Exception {
        ticks.execute("alter table public.ticks " + (condition == null ? "disable" : "enable") + " row level security");
        if (condition != null) {
            ticks.execute("create policy seen on public.ticks for select to authenticated using (" + condition + ")");
        }
        Thread.sleep(1000); // within which the server reads them
        var pages = stage.join(
                users,
                IN_FLIGHT,
                i -> stage.pageOf(stage.user(), join(Ticks.ALL), Ticks.rows(n -> heard.incrementAndGet())));
        rounds(users + " users, " + title, () -> {
            var until = heard.get() + (long) inserts * users;
            var meter = new Meter(stage.server());
            for (var i = 0; i < inserts; i++) {
                ticks.insert();
            }
            awaitHeard(until);
            return meter.figures((long) inserts * users, "delivery", "deliveries");
        });
        pages.forEach(Page::cut);
        if (condition != null) {
            ticks.execute("drop policy seen on public.ticks");
        }
    }

    private void rounds(String title, Rounds.Round round) throws Exception {
        new Rounds(options).warmAndRun(title, stage, round);
    }

    private void awaitHeard(long wanted) throws InterruptedException {
        stage.await(() -> heard.get() >= wanted, () -> heard.get() + " rows came of " + wanted);
    }

    private Page page(Consumer<Received> rows) {
        return stage.page(join(Ticks.ALL), rows);
    }

    private List<String> join(String bindings) {
        return List.of(options.wire().join("ticks", "\"postgres_changes\":[" + bindings + "]"));
    }

    /** Ten bindings to a channel, a hundred channels to a socket, and never a row for any of them. */
    private Page bystander() {
        var joins = new ArrayList<String>();
        for (var channel = 0; channel < CHANNELS; channel++) {
            var bindings = IntStream.range(0, BINDINGS)
                    .mapToObj(i ->
                            "{\"event\":\"*\",\"schema\":\"public\",\"table\":\"ticks\",\"filter\":\"created_by=eq."
                                    + UUID.randomUUID() + "\"}")
                    .collect(Collectors.joining(","));
            joins.add(options.wire().join("bystander" + channel, "\"postgres_changes\":[" + bindings + "]"));
        }
        return stage.page(joins, Ticks.rows(n -> {
            throw new IllegalStateException("row " + n + " is somebody else's");
        }));
    }
}
