package dev.belfry.realtime.channel;

import dev.belfry.domain.access.TokenVerifier;
import dev.belfry.domain.access.Verdict;
import dev.belfry.domain.change.Column;
import dev.belfry.domain.change.Position;
import dev.belfry.domain.change.Table;
import dev.belfry.realtime.changes.Bindings;
import dev.belfry.realtime.changes.ChangeDispatcher;
import dev.belfry.realtime.changes.Journal;
import dev.belfry.realtime.hub.LocalHub;
import dev.belfry.realtime.limits.Limits;
import dev.belfry.realtime.presence.Presences;
import dev.belfry.realtime.protocol.Fastlane;
import dev.belfry.realtime.protocol.Frame;
import dev.belfry.realtime.protocol.MalformedFrame;
import dev.belfry.realtime.protocol.Serializer;
import dev.belfry.realtime.protocol.ServerMessage;
import dev.belfry.realtime.resume.Receipt;
import dev.belfry.realtime.resume.Resumptions;
import dev.belfry.realtime.traffic.Traffic;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A socket without a network: frames go in as they come over the wire, and out as they would go. */
final class TestSocket implements Outbound {

    /** The time, and what is added to it. */
    static final class SettableClock extends Clock {

        volatile Duration ahead = Duration.ZERO;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }
    }

    private static final Duration WINDOW = Duration.ofMinutes(1);

    /** What sockets share; a test has one. */
    static final class Server implements AutoCloseable {

        static final String SECRET = "a secret for tests, of 32 characters or more";

        final ScheduledExecutorService presence = Executors.newSingleThreadScheduledExecutor();
        final ExecutorService catchUps = Executors.newSingleThreadExecutor();
        final SettableClock clock = new SettableClock();
        final LocalHub hub;
        final Journal journal;
        final ChangeDispatcher changes;
        final Resumptions resumptions;
        final TestArchive archive = new TestArchive();
        final Features features;
        final Admission admission;
        final Limits limits;

        Server(ChannelPolicies policies, Limits limits) {
            this(policies, limits, Runnable::run);
        }

        /** @param mayWait where sockets wait for the policies */
        Server(ChannelPolicies policies, Limits limits, Executor mayWait) {
            hub = new LocalHub(1 << 20, 1 << 20, WINDOW);
            this.limits = limits;
            journal = new Journal(1 << 20, WINDOW, Clock.systemUTC());
            journal.covers(Position.START, Instant.EPOCH);
            changes = new ChangeDispatcher(journal, new SeesAll(), catchUps, catchUps);
            changes.start(Thread::new);
            resumptions = new Resumptions(hub, WINDOW, clock);
            features = new Features(
                    hub,
                    new Presences(hub, presence, Duration.ofMillis(1), limits.presenceGrace(), moved -> {}),
                    changes,
                    resumptions,
                    archive,
                    new Traffic((refusal, count) -> {}),
                    mayWait);
            var parser = new Bindings.Parser(
                    SampleTables.announced(table("todos"), table("t")), (table, caller) -> Optional.empty());
            admission = new Admission(verifier(), policies, parser, Clock.systemUTC());
        }

        TokenVerifier verifier() {
            return new TokenVerifier(SECRET, Clock.systemUTC());
        }

        private static Table table(String name) {
            return new Table(
                    "public",
                    name,
                    List.of(
                            new Column("id", "int8", true),
                            new Column("amount", "numeric", false),
                            new Column("name", "text", false)));
        }

        @Override
        public void close() {
            presence.shutdownNow();
            changes.close();
            catchUps.shutdownNow();
        }
    }

    private final Serializer serializer;
    private final Channels channels;
    private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();
    private final Queue<Receipt> receipts = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Disconnect ended;
    private volatile boolean isOpen = true;
    private volatile boolean hasRoom = true;
    private volatile @Nullable Runnable waitingForRoom;

    TestSocket(Server server, String vsn, String key) {
        this(server, vsn, key, null);
    }

    TestSocket(Server server, String vsn, String key, @Nullable String client) {
        serializer = Serializer.of(vsn).orElseThrow();
        if (server.verifier().verify(key) instanceof Verdict.Verified(var claims)) {
            channels = new Channels(
                    new Connection(claims, client), this, server.admission, server.features, server.limits);
        } else {
            throw new IllegalArgumentException("not a key of this server");
        }
    }

    Channels channels() {
        return channels;
    }

    @Nullable
    Disconnect ended() {
        return ended;
    }

    /** @param frame text, or {@code BINARY hex:…} */
    void receive(String frame) {
        try {
            channels.receive(
                    frame.startsWith("BINARY hex:")
                            ? serializer.decode(ByteBuffer.wrap(HexFormat.of().parseHex(frame.substring(11))))
                            : serializer.decode(frame),
                    frame.length());
        } catch (MalformedFrame e) {
            channels.receive(e);
        }
    }

    /** The next frame, within two seconds; or {@code nothing}. */
    String next() throws InterruptedException {
        var frame = sent.poll(2, TimeUnit.SECONDS);
        return frame == null ? "nothing" : frame;
    }

    /** Whether nothing comes for a while, longer than anything here takes. */
    boolean isQuiet() throws InterruptedException {
        return sent.poll(200, TimeUnit.MILLISECONDS) == null;
    }

    /** As many frames as that, or fewer if no more come within two seconds, and those that have come besides. */
    List<String> next(int count) throws InterruptedException {
        var frames = new ArrayList<String>();
        while (frames.size() < count) {
            var frame = sent.poll(2, TimeUnit.SECONDS);
            if (frame == null) {
                return frames;
            }
            frames.add(frame);
        }
        sent.drainTo(frames);
        return frames;
    }

    @Override
    public void send(ServerMessage message) {
        add(serializer.encode(message));
    }

    @Override
    public void send(Fastlane message) {
        add(message.frame(serializer));
    }

    @Override
    public void send(Fastlane message, Supplier<Receipt> receipt) {
        var frame = message.frame(serializer);
        if (frame != null && isOpen) {
            receipts.add(receipt.get());
            add(frame);
        }
    }

    /** As if pongs had come for as many messages as that, the first ones. */
    void acknowledge(int count) {
        for (var i = 0; i < count; i++) {
            var receipt = receipts.remove();
            receipt.written();
            receipt.acknowledged();
        }
    }

    /** The network is gone: what is sent goes nowhere. */
    void disconnect() {
        isOpen = false;
        channels.close();
    }

    @Override
    public boolean hasRoom() {
        return hasRoom;
    }

    @Override
    public void whenRoom(Runnable action) {
        if (hasRoom) {
            action.run();
        } else {
            waitingForRoom = action;
        }
    }

    void room(boolean isThere) {
        hasRoom = isThere;
        var action = waitingForRoom;
        if (isThere && action != null) {
            waitingForRoom = null;
            action.run();
        }
    }

    @Override
    public void sendFirst(ServerMessage message) {
        send(message);
    }

    @Override
    public void end(Disconnect why) {
        ended = why;
    }

    private void add(@Nullable Frame frame) {
        if (frame != null) {
            sent.add(
                    frame.isText()
                            ? frame.toString()
                            : "BINARY hex:" + HexFormat.of().formatHex(frame.payload()));
        }
    }
}
