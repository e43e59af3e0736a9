package dev.belfry.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What portals do, for a long time: broadcasts, rows, presence, pages that leave for good and others that come back, 100 steps a
 * second. What of the heap is alive is taken each minute; it must not rise once everything that is kept for a while is there.
 */
final class Soak {

    private static final int IN_FLIGHT = 20;
    private static final int STEPS_PER_SECOND = 100;
    private static final int MEMBERS = 25;
    private static final int FEWEST = 5;

    private final Options options;
    private final Stage stage;
    private final Ticks ticks;
    private final int topics;
    private final List<Page> pages;
    private final AtomicLong heard = new AtomicLong();
    private final Random random = new Random(1);
    private int named;

    private Soak(Options options, Stage stage, Ticks ticks, int sockets) throws Exception {
        this.options = options;
        this.stage = stage;
        this.ticks = ticks;
        this.topics = Math.max(1, sockets / MEMBERS);
        this.pages = stage.join(sockets, IN_FLIGHT, this::page);
    }

    static void run(Options options) throws Exception {
        var sockets = options.sockets(500);
        try (var stage = Stage.open(options, sockets);
                var ticks = Ticks.create(stage.server())) {
            System.out.println("soak: " + sockets + " pages, " + options.minutes() + " minutes");
            new Soak(options, stage, ticks, sockets).run();
        }
    }

    private void run() throws IOException, SQLException, InterruptedException {
        var live = new ArrayList<Double>();
        var profile = Profile.start(options, stage.server());
        for (var minute = 1; minute <= options.minutes(); minute++) {
            live.add(minute(minute));
        }
        profile.stop();
        judge(live);
    }

    /** Returns how many MB of the heap are alive after it. */
    private double minute(int minute) throws IOException, SQLException, InterruptedException {
        var before = heard.get();
        var meter = new Meter(stage.server());
        var pace = new Pace(STEPS_PER_SECOND);
        while (meter.seconds() < Duration.ofMinutes(1).toSeconds()) {
            pace.await();
            step();
            stage.load().check();
        }
        var figures = meter.figures(heard.get() - before, "message", "messages");
        var memory = Memory.of(stage.server());
        System.out.printf(
                "  minute %d: %.1f MB of live heap, %.0f MB resident; %s; %s%n",
                minute, memory.live() / 1e6, memory.resident() / 1e6, figures.get(0), figures.get(1));
        return memory.live() / 1e6;
    }

    /** Of a hundred steps sixty are broadcasts, twenty rows, fifteen presences, four pages come back and one goes. */
    private void step() throws IOException, SQLException {
        var index = random.nextInt(pages.size());
        var page = pages.get(index);
        var dice = random.nextInt(100);
        if (dice < 60) {
            page.send(options.wire().broadcast(topic(index), "{\"text\":\"" + "x".repeat(random.nextInt(400)) + "\"}"));
        } else if (dice < 80) {
            ticks.insert();
        } else if (dice < 95) {
            page.send(options.wire().track(topic(index), "{\"cursor\":" + dice * random.nextInt(1000) + "}"));
        } else {
            page.cut();
            var next = dice < 99 ? page : page(index);
            pages.set(index, next);
            next.open(stage.load(), () -> {});
        }
    }

    private Page page(int index) {
        var join = options.wire()
                .join(
                        topic(index),
                        "\"presence\":{\"enabled\":true},\"broadcast\":{\"self\":true},\"postgres_changes\":["
                                + Ticks.ALL + "]");
        return stage.pageKnownAs("page" + named++, List.of(join), message -> heard.incrementAndGet());
    }

    private String topic(int index) {
        return "soak" + index % topics;
    }

    /** By the last two thirds: in the first, what is kept for a while fills up. */
    private static void judge(List<Double> live) {
        var last = live.subList(live.size() / 3, live.size());
        if (last.size() < FEWEST) {
            System.out.println("  too short for a verdict: it takes 8 minutes at least");
            return;
        }
        var trend = Trend.of(last);
        var said = String.format(
                "the live heap changes by %.3f MB a minute (standard error %.3f) around %.1f MB, in the last %d minutes",
                trend.slope(), trend.error(), trend.mean(), last.size());
        if (trend.rises(last.size())) {
            throw new IllegalStateException(said + ": it grows");
        }
        System.out.println("  " + said + ": steady");
    }
}
