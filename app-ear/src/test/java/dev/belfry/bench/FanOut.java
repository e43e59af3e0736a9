package dev.belfry.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * One publisher and many members of one topic, or of many, with a payload of 200 characters. First a closed loop in which so many
 * messages are outstanding that each member waits for 16, which shows what the server can do; then an open loop at half of that
 * rate, for the latency from the time at which a message was due.
 */
final class FanOut {

    private static final int OUTSTANDING = 16;
    private static final int IN_FLIGHT = 20;
    private static final int SETTLE_SECONDS = 1;

    private final Stage stage;
    private final int topics;
    private final int members;
    private final int seconds;
    private final Page publisher;
    private final List<Stamped> messages;
    private final Stamped.Reader stamps = new Stamped.Reader();
    private final AtomicLong delivered = new AtomicLong();
    /** Written by whoever publishes: the client's thread in the closed loop, this one in the open. */
    private volatile long sent;

    private volatile boolean isClosedLoop;
    private volatile long recordFrom = Long.MAX_VALUE;
    private Latencies latencies = new Latencies();

    private FanOut(Stage stage, Options options, int topics, int members) throws Exception {
        this.stage = stage;
        this.topics = topics;
        this.members = members;
        this.seconds = options.seconds(10);
        this.messages = IntStream.range(0, topics)
                .mapToObj(i -> new Stamped(options.wire(), "t" + i))
                .toList();
        stage.join(topics * members, IN_FLIGHT, i -> stage.page(joins(options, List.of(i % topics)), this::heard));
        var all = IntStream.range(0, topics).boxed().toList();
        this.publisher = stage.join(1, 1, i -> stage.page(joins(options, all), message -> {}))
                .getFirst();
    }

    static void oneTopic(Options options) throws Exception {
        var sockets = options.sockets(1000);
        run(options, 1, sockets, "fan-out to " + sockets + " subscribers of one topic");
    }

    static void manyTopics(Options options) throws Exception {
        var members = Math.max(1, options.sockets(1000) / 100);
        run(options, 100, members, "fan-out in 100 topics of " + members + " members each");
    }

    private static void run(Options options, int topics, int members, String title) throws Exception {
        try (var stage = Stage.open(options, topics * members)) {
            var fanOut = new FanOut(stage, options, topics, members);
            new Rounds(options).warmAndRun(title + ", vsn " + options.wire().version(), stage, fanOut::measure);
        }
    }

    private static List<String> joins(Options options, List<Integer> topics) {
        return topics.stream()
                .map(topic -> options.wire().join("t" + topic, "\"broadcast\":{\"self\":false}"))
                .toList();
    }

    private List<Figure> measure() throws InterruptedException {
        var figures = new ArrayList<Figure>();
        var published = closedLoop(figures);
        openLoop(published / 2);
        figures.addAll(latencies.figures("at half of that rate"));
        return figures;
    }

    /** Returns how many messages were published in a second. */
    private double closedLoop(List<Figure> figures) throws InterruptedException {
        isClosedLoop = true;
        stage.load().execute(this::publishWhatMay);
        Thread.sleep(SETTLE_SECONDS * 1000L);
        var before = delivered.get();
        var meter = new Meter(stage.server());
        Thread.sleep(seconds * 1000L);
        var count = delivered.get() - before;
        figures.addAll(meter.figures(count, "delivery", "deliveries"));
        var rate = count / meter.seconds() / members;
        isClosedLoop = false;
        awaitDelivered();
        return rate;
    }

    private void openLoop(double rate) throws InterruptedException {
        latencies = new Latencies();
        recordFrom = System.nanoTime() + SETTLE_SECONDS * 1_000_000_000L;
        var pace = new Pace(rate);
        for (var i = 0; i < rate * (SETTLE_SECONDS + seconds); i++) {
            publish(pace.await());
        }
        awaitDelivered();
        recordFrom = Long.MAX_VALUE;
    }

    private void heard(Received message) {
        var sentAt = stamps.sentAt(message);
        if (sentAt >= 0) {
            delivered.lazySet(delivered.getPlain() + 1);
            if (sentAt >= recordFrom) {
                latencies.add(System.nanoTime() - sentAt);
            }
            publishWhatMay();
        }
    }

    private void publishWhatMay() {
        while (isClosedLoop && sent * members - delivered.getPlain() <= (long) (OUTSTANDING * topics - 1) * members) {
            publish(System.nanoTime());
        }
    }

    private void publish(long stamp) {
        var next = sent;
        publisher.send(messages.get((int) (next % topics)).at(stamp));
        sent = next + 1;
    }

    private void awaitDelivered() throws InterruptedException {
        stage.await(() -> delivered.get() == sent * members, () -> delivered.get() + " came of " + sent * members);
    }
}
