package dev.belfry.realtime.channel;

import dev.belfry.domain.access.TokenVerifier;
import dev.belfry.domain.access.Verdict;
import dev.belfry.domain.change.Column;
import dev.belfry.domain.change.Table;
import dev.belfry.domain.schema.MappedColumn;
import dev.belfry.domain.schema.MappedTable;
import dev.belfry.realtime.changes.Bindings;
import dev.belfry.realtime.changes.Subscriptions;
import dev.belfry.realtime.hub.LocalHub;
import dev.belfry.realtime.limits.Limits;
import dev.belfry.realtime.presence.Presences;
import dev.belfry.realtime.protocol.Fastlane;
import dev.belfry.realtime.protocol.Frame;
import dev.belfry.realtime.protocol.MalformedFrame;
import dev.belfry.realtime.protocol.Serializer;
import dev.belfry.realtime.protocol.ServerMessage;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A socket without a network: frames go in as they come over the wire, and out as they would go. */
final class TestSocket implements Outbound {

    /** What sockets share; a test has one. */
    static final class Server implements AutoCloseable {

        static final String SECRET = "a secret for tests, of 32 characters or more";

        final ScheduledExecutorService presence = Executors.newSingleThreadScheduledExecutor();
        final Features features;
        final Admission admission;
        final Limits limits;

        Server(ChannelPolicies policies, Limits limits) {
            var hub = new LocalHub();
            this.limits = limits;
            features = new Features(
                    hub,
                    new Presences(hub, presence, Duration.ofMillis(1), limits.presenceGrace(), moved -> {}),
                    new Subscriptions());
            var parser = new Bindings.Parser(() -> List.of(table("todos"), table("t")));
            admission = new Admission(verifier(), policies, parser, Clock.systemUTC());
        }

        TokenVerifier verifier() {
            return new TokenVerifier(SECRET, Clock.systemUTC());
        }

        @SuppressWarnings("NullAway") // nothing is read from an entity here
        private static MappedTable table(String name) {
            var columns = List.of(
                    new Column("id", "int8", true),
                    new Column("amount", "numeric", false),
                    new Column("name", "text", false));
            var mapped = columns.stream()
                    .map(column -> new MappedColumn(column, null, attribute -> null, Object.class, false, true))
                    .toList();
            return new MappedTable(new Table("public", name, columns), Object.class, mapped);
        }

        @Override
        public void close() {
            presence.shutdownNow();
        }
    }

    private final Serializer serializer;
    private final Channels channels;
    private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();
    private volatile @Nullable Disconnect ended;

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
                            : serializer.decode(frame));
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
    public void sendFirst(ServerMessage message) {
        send(message);
    }

    @Override
    public void end(Disconnect why) {
        ended = why;
    }

    private void add(@Nullable Frame frame) {
        switch (frame) {
            case Frame.Text text -> sent.add(text.text());
            case Frame.Binary binary -> sent.add("BINARY hex:" + HexFormat.of().formatHex(binary.bytes()));
            case null -> {}
        }
    }
}
