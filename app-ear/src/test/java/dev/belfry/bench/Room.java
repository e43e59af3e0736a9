package dev.belfry.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/** Everybody in one room tracks, tracks something else, and leaves; each time until everybody has been told of everybody. */
final class Room {

    private static final int IN_FLIGHT = 20;
    private static final String TOPIC = "room";
    private static final String HERE = "~here~";
    private static final String BUSY = "~busy~";
    private static final byte[] DIFF = "presence_diff".getBytes(US_ASCII);

    private final Stage stage;
    private final Wire wire;
    private final List<Page> pages;
    private final AtomicLong diffs = new AtomicLong();
    private final AtomicLong told = new AtomicLong();
    private volatile byte[] awaited = HERE.getBytes(US_ASCII);

    private Room(Options options, Stage stage, int members) throws Exception {
        this.stage = stage;
        this.wire = options.wire();
        this.pages = stage.join(members, IN_FLIGHT, i -> {
            var join = wire.join(TOPIC, "\"presence\":{\"enabled\":true,\"key\":\"member" + i + "\"}");
            return stage.page(List.of(join), this::heard);
        });
    }

    static void run(Options options) throws Exception {
        var members = options.sockets(1000);
        try (var stage = Stage.open(options, members)) {
            var room = new Room(options, stage, members);
            new Rounds(options).warmAndRun("presence of " + members + " in one room", stage, room::measure);
        }
    }

    private List<Figure> measure() throws InterruptedException {
        var figures = new ArrayList<Figure>();
        figures.addAll(move("joining", HERE, i -> wire.track(TOPIC, state(i, HERE))));
        figures.addAll(move("updating", BUSY, i -> wire.track(TOPIC, state(i, BUSY))));
        figures.addAll(move("leaving", BUSY, i -> wire.untrack(TOPIC)));
        return figures;
    }

    private static String state(int member, String doing) {
        return "{\"user\":\"member" + member + "\",\"doing\":\"" + doing + "\"}";
    }

    /** @param mark of the states that everybody is told of */
    private List<Figure> move(String what, String mark, IntFunction<String> message) throws InterruptedException {
        awaited = mark.getBytes(US_ASCII);
        var wanted = told.get() + (long) pages.size() * pages.size();
        var diffsBefore = diffs.get();
        var meter = new Meter(stage.server());
        for (var i = 0; i < pages.size(); i++) {
            pages.get(i).send(message.apply(i));
        }
        stage.await(() -> told.get() >= wanted, () -> told.get() + " states were told of " + wanted);
        var micros = meter.serverMicros();
        var count = diffs.get() - diffsBefore;
        return List.of(
                new Figure(what + ": seconds until everybody knows of everybody", meter.seconds()),
                new Figure(what + ": diffs delivered", count),
                new Figure(what + ": us of the server's processor time for each diff delivered", micros / count),
                new Figure(
                        what + ": us of the server's processor time for each state told",
                        micros / pages.size() / pages.size()));
    }

    private void heard(Received message) {
        if (message.contains(DIFF)) {
            diffs.incrementAndGet();
            for (var at = message.find(awaited, 0); at >= 0; at = message.find(awaited, at + awaited.length)) {
                told.incrementAndGet();
            }
        }
    }
}
