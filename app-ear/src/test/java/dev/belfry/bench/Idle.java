package dev.belfry.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What sockets that do nothing hold, and what a channel of each adds; on a new server each time, since no process gives memory back. */
final class Idle {

    private static final int IN_FLIGHT = 20;
    private static final byte[] REPLY = "phx_reply".getBytes(US_ASCII);
    private static final byte[] TOPIC = "realtime:".getBytes(US_ASCII);

    private Idle() {}

    static void run(Options options) throws Exception {
        var sockets = options.sockets(5000);
        new Rounds(options).run("memory of " + sockets + " idle sockets", () -> measure(options, sockets));
    }

    private static List<Figure> measure(Options options, int sockets) throws Exception {
        try (var stage = Stage.open(options, sockets)) {
            var joined = new AtomicInteger();
            stage.join(100, IN_FLIGHT, i -> stage.page(List.of(), message -> {}))
                    .forEach(Page::cut); // warm
            Thread.sleep(2000);
            var without = Memory.of(stage.server());
            var pages = stage.join(
                    sockets,
                    IN_FLIGHT,
                    i -> stage.page(List.of(), message -> {
                        if (message.contains(REPLY) && message.contains(TOPIC)) {
                            joined.incrementAndGet();
                        }
                    }));
            var open = Memory.of(stage.server());
            for (var i = 0; i < sockets; i++) {
                pages.get(i).send(options.wire().join("t" + i / 10, "\"broadcast\":{}"));
            }
            stage.await(() -> joined.get() == sockets, () -> joined + " joined of " + sockets);
            var inChannels = Memory.of(stage.server());
            return List.of(
                    new Figure("kB of live heap for each socket", kilobytes(without.live(), open.live(), sockets)),
                    new Figure("kB resident for each socket", kilobytes(without.resident(), open.resident(), sockets)),
                    new Figure("kB of live heap for each channel", kilobytes(open.live(), inChannels.live(), sockets)),
                    new Figure(
                            "kB resident for each socket with its channel",
                            kilobytes(without.resident(), inChannels.resident(), sockets)),
                    new Figure("MB of live heap in all", inChannels.live() / 1e6),
                    new Figure("MB resident in all", inChannels.resident() / 1e6));
        }
    }

    private static double kilobytes(long before, long after, int count) {
        return (after - before) / 1e3 / count;
    }
}
