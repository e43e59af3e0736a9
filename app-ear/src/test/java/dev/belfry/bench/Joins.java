package dev.belfry.bench;

import java.util.ArrayList;
import java.util.List;

/** Pages that connect and join: one after the other with 20 under way, or all at once after all were cut. */
final class Joins {

    private static final int IN_FLIGHT = 20;

    private Joins() {}

    static void steady(Options options) throws Exception {
        var sockets = options.sockets(5000);
        try (var stage = Stage.open(options, sockets)) {
            new Rounds(options).warmAndRun(sockets + " connects and joins, 20 in flight", stage, () -> {
                var meter = new Meter(stage.server());
                var pages = join(options, stage, sockets);
                var figures = meter.figures(sockets, "connect and join", "connects and joins");
                pages.forEach(Page::cut);
                Thread.sleep(2000); // they go at their own cost, not at the next round's
                return figures;
            });
        }
    }

    static void storm(Options options) throws Exception {
        var sockets = options.sockets(5000);
        try (var stage = Stage.open(options, sockets)) {
            var pages = join(options, stage, sockets);
            new Rounds(options).warmAndRun(sockets + " sockets cut at once, all of which come back", stage, () -> {
                var meter = new Meter(stage.server());
                pages.forEach(Page::cut);
                stage.open(pages, sockets);
                var figures = new ArrayList<Figure>();
                figures.add(new Figure("seconds until all have joined", meter.seconds()));
                figures.addAll(meter.figures(sockets, "page that came back", "pages that came back"));
                return figures;
            });
        }
    }

    /** Ten members to a topic. */
    private static List<Page> join(Options options, Stage stage, int sockets) throws Exception {
        return stage.join(
                sockets,
                IN_FLIGHT,
                i -> stage.page(List.of(options.wire().join("t" + i / 10, "\"broadcast\":{}")), message -> {}));
    }
}
