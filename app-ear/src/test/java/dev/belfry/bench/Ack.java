package dev.belfry.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** One page that broadcasts with {@code ack: true}, the next message as soon as the answer has come. */
final class Ack {

    private static final byte[] REPLY = "phx_reply".getBytes(US_ASCII);

    private final Stage stage;
    private final int seconds;
    private final byte[] broadcast;
    private final Page page;
    private final AtomicLong answered = new AtomicLong();
    private Latencies latencies = new Latencies();
    private long sentAt;
    private volatile boolean isGoingOn;
    private volatile boolean isWaiting;

    private Ack(Stage stage, Options options) throws Exception {
        this.stage = stage;
        this.seconds = options.seconds(5);
        this.broadcast = new Stamped(options.wire(), "ack").at(0).clone();
        var join = options.wire().join("ack", "\"broadcast\":{\"ack\":true}");
        this.page =
                stage.join(1, 1, i -> stage.page(List.of(join), this::heard)).getFirst();
    }

    static void run(Options options) throws Exception {
        try (var stage = Stage.open(options, 1)) {
            var ack = new Ack(stage, options);
            new Rounds(options)
                    .warmAndRun(
                            "broadcast and its answer, one outstanding, vsn "
                                    + options.wire().version(),
                            stage,
                            ack::measure);
        }
    }

    private List<Figure> measure() throws InterruptedException {
        latencies = new Latencies();
        isGoingOn = true;
        var before = answered.get();
        var meter = new Meter(stage.server());
        stage.load().execute(this::send);
        Thread.sleep(seconds * 1000L);
        var figures = new ArrayList<>(meter.figures(answered.get() - before, "round trip", "round trips"));
        isGoingOn = false;
        stage.await(() -> !isWaiting, () -> "the last broadcast was not answered");
        figures.addAll(latencies.figures("there and back"));
        return figures;
    }

    private void send() {
        isWaiting = true;
        sentAt = System.nanoTime();
        page.send(broadcast);
    }

    private void heard(Received message) {
        if (isWaiting && message.contains(REPLY)) {
            latencies.add(System.nanoTime() - sentAt);
            answered.lazySet(answered.getPlain() + 1);
            isWaiting = false;
            if (isGoingOn) {
                send();
            }
        }
    }
}
