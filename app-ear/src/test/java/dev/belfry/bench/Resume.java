package dev.belfry.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Pages that are cut, miss a thousand rows, come back all at once and are given them. */
final class Resume {

    private static final int IN_FLIGHT = 20;
    private static final int ROWS = 1000;

    private final Stage stage;
    private final Ticks ticks;
    private final List<Page> pages;
    private final AtomicLong heard = new AtomicLong();

    private Resume(Options options, Stage stage, Ticks ticks, int sockets) throws Exception {
        this.stage = stage;
        this.ticks = ticks;
        var joins = List.of(options.wire().join("ticks", "\"postgres_changes\":[" + Ticks.ALL + "]"));
        this.pages = stage.join(
                sockets,
                IN_FLIGHT,
                i -> stage.pageKnownAs("page" + i, joins, Ticks.rows(n -> heard.incrementAndGet())));
    }

    static void run(Options options) throws Exception {
        var sockets = options.sockets(1000);
        try (var stage = Stage.open(options, sockets);
                var ticks = Ticks.create(stage.server())) {
            var resume = new Resume(options, stage, ticks, sockets);
            new Rounds(options)
                    .warmAndRun(sockets + " pages that come back to a gap of 1,000 rows", stage, resume::measure);
        }
    }

    private List<Figure> measure() throws SQLException, IOException, InterruptedException {
        Thread.sleep(1000); // until the last rows are acknowledged: they would be given again
        var wanted = heard.get() + (long) ROWS * pages.size();
        pages.forEach(Page::cut);
        Thread.sleep(1000); // until the server has seen it
        for (var i = 0; i < ROWS; i++) {
            ticks.insert();
        }
        var meter = new Meter(stage.server());
        stage.open(pages, pages.size());
        var joined = meter.seconds();
        stage.await(() -> heard.get() >= wanted, () -> heard + " rows came of " + wanted);
        var figures = new ArrayList<Figure>();
        figures.add(new Figure("seconds until all have joined", joined));
        figures.add(new Figure("seconds until all have every row", meter.seconds()));
        figures.addAll(meter.figures((long) ROWS * pages.size(), "row", "rows"));
        if (heard.get() > wanted) {
            throw new IllegalStateException(heard.get() - wanted + " rows came twice");
        }
        return figures;
    }
}
