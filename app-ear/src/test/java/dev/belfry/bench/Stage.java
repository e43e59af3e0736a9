package dev.belfry.bench;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.belfry.it.RunningServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** What is measured and what measures it: a server whose limits do not stop a benchmark, and a client. */
final class Stage implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int OTHER_FILES = 500;
    private static final Map<String, String> WITHOUT_LIMITS = Map.of(
            "BELFRY_LIMITS_JOINS_PER_SECOND", "1000000",
            "BELFRY_LIMITS_MESSAGES_PER_SECOND", "1000000",
            "BELFRY_LIMITS_SOCKETS", "1000000",
            "BELFRY_LIMITS_CHANNELS", "1000");

    private final Options options;
    private final RunningServer server;
    private final Load load;

    private Stage(Options options, RunningServer server, Load load) {
        this.options = options;
        this.server = server;
        this.load = load;
    }

    /** @param sockets how many the client will have at once */
    static Stage open(Options options, int sockets) throws IOException, SQLException, InterruptedException {
        return open(options, sockets, Map.of());
    }

    /** @param settings besides those that lift limits */
    static Stage open(Options options, int sockets, Map<String, String> settings)
            throws IOException, SQLException, InterruptedException {
        requireFiles(sockets);
        var all = new HashMap<>(WITHOUT_LIMITS);
        all.putAll(settings);
        var server = RunningServer.start("bench", all);
        Runtime.getRuntime().addShutdownHook(new Thread(server::stop)); // Ctrl-C ends it too
        return new Stage(options, server, new Load(URI.create(server.url())));
    }

    /** The server has the limit of this process, which starts it. */
    private static void requireFiles(int sockets) {
        var needed = sockets + OTHER_FILES;
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                && system.getMaxFileDescriptorCount() < needed) {
            throw new IllegalArgumentException(sockets + " sockets need " + needed
                    + " open files in a process, and the limit is " + system.getMaxFileDescriptorCount()
                    + "; raise it with ulimit -n " + needed);
        }
    }

    RunningServer server() {
        return server;
    }

    Load load() {
        return load;
    }

    /** A page of nobody in particular. */
    Page page(List<String> joins, Consumer<Received> heard) {
        return page(server.signer().apiKey("anon"), joins, heard);
    }

    /** @param token of the user, or an API key */
    Page pageOf(String token, List<String> joins, Consumer<Received> heard) {
        return page(token, joins, heard);
    }

    /** A page that may come back as what it was. */
    Page pageKnownAs(String id, List<String> joins, Consumer<Received> heard) {
        return page(server.signer().apiKey("anon") + "&client=" + id, joins, heard);
    }

    private Page page(String parameters, List<String> joins, Consumer<Received> heard) {
        var path = "/realtime/v1/websocket?vsn=" + options.wire().version() + "&apikey=" + parameters;
        return new Page(options.wire(), path, joins, heard);
    }

    /** The token of a user who was not there before. */
    String user() {
        return server.signer()
                .sign(Map.of(
                        "role",
                        "authenticated",
                        "sub",
                        UUID.randomUUID().toString(),
                        "exp",
                        Instant.now().plus(Duration.ofHours(1)).getEpochSecond()));
    }

    /** Has so many pages join, with no more than so many under way at a time, and returns them once all have. */
    List<Page> join(int count, int inFlight, IntFunction<Page> page) throws IOException, InterruptedException {
        var pages = new ArrayList<Page>();
        for (var i = 0; i < count; i++) {
            pages.add(page.apply(i));
        }
        open(pages, inFlight);
        return pages;
    }

    void open(List<Page> pages, int inFlight) throws IOException, InterruptedException {
        var places = new Semaphore(inFlight);
        for (var page : pages) {
            take(places, 1);
            page.open(load, places::release);
        }
        take(places, inFlight);
    }

    private void take(Semaphore places, int count) throws InterruptedException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!places.tryAcquire(count, 100, TimeUnit.MILLISECONDS)) {
            load.check();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("a join was not answered in " + PATIENCE.toMinutes() + " minutes");
            }
        }
    }

    /** @param outcome what has come so far, if it takes too long */
    void await(BooleanSupplier done, Supplier<String> outcome) throws InterruptedException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!done.getAsBoolean()) {
            load.check();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        outcome.get() + ", after " + PATIENCE.toMinutes() + " minutes of waiting");
            }
            Thread.sleep(1);
        }
    }

    @Override
    public void close() throws IOException {
        load.close();
        server.close();
    }
}
