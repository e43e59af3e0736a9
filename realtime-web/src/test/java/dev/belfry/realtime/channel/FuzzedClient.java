package dev.belfry.realtime.channel;

import dev.belfry.realtime.limits.Limits;
import dev.belfry.realtime.protocol.ClientMessage;
import dev.belfry.realtime.protocol.Fastlane;
import dev.belfry.realtime.protocol.Frame;
import dev.belfry.realtime.protocol.MalformedFrame;
import dev.belfry.realtime.protocol.Serializer;
import dev.belfry.realtime.protocol.ServerMessage;
import dev.belfry.realtime.resume.Receipt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** One socket and its channels. Reads what comes as a client would, and remembers what was wrong with it first. */
final class FuzzedClient implements Outbound {

    /** What one client may say to all may be as deep as Jackson reads; with what is put around it, it is deeper. */
    private static final JsonMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(2_000)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Serializer serializer;
    private final Channels channels;
    private final List<ServerMessage.Reply> replies = new ArrayList<>();
    private volatile @Nullable AssertionError wrong;

    FuzzedClient(Serializer serializer, Connection connection, Admission admission, Features features, Limits limits) {
        this.serializer = serializer;
        this.channels = new Channels(connection, this, admission, features, limits);
    }

    interface Decoding {
        ClientMessage by(Serializer serializer) throws MalformedFrame;
    }

    void says(Decoding frame) {
        try {
            says(frame.by(serializer));
        } catch (MalformedFrame e) {
            channels.receive(e);
        }
    }

    private void says(ClientMessage message) {
        replies.clear();
        channels.receive(message, 0);
        var isAnswered = replies.size() == 1
                && replies.getFirst().refs().equals(message.refs())
                && replies.getFirst().topic().equals(message.topic());
        if (!isAnswered && (!replies.isEmpty() || mustBeAnswered(message))) {
            throw new AssertionError(message + " must be answered once, but got " + replies);
        }
    }

    private static boolean mustBeAnswered(ClientMessage message) {
        return switch (message) {
            case ClientMessage.Join ignored -> true;
            case ClientMessage.Leave ignored -> true;
            case ClientMessage.Heartbeat ignored -> true;
            case ClientMessage.Track ignored -> true;
            case ClientMessage.Untrack ignored -> true;
            case ClientMessage.AccessToken ignored -> false;
            case ClientMessage.Broadcast ignored -> false;
            case ClientMessage.Other ignored -> false;
        };
    }

    /** All tokens expire, and then the socket goes. */
    void ends() {
        channels.expire(Instant.MAX);
        channels.close();
    }

    void throwWhatWasWrong() {
        if (wrong != null) {
            throw wrong;
        }
    }

    /** Replies come on the thread of the message that they answer. */
    @Override
    public void send(ServerMessage message) {
        if (message instanceof ServerMessage.Reply reply) {
            replies.add(reply);
        }
        read(serializer.encode(message));
    }

    @Override
    public void send(Fastlane message) {
        read(message.frame(serializer));
    }

    @Override
    public void send(Fastlane message, Supplier<Receipt> receipt) {
        send(message);
        receipt.get().acknowledged();
    }

    @Override
    public boolean hasRoom() {
        return true;
    }

    @Override
    public void whenRoom(Runnable action) {
        action.run();
    }

    @Override
    public void sendFirst(ServerMessage message) {
        send(message);
    }

    @Override
    public void end(Disconnect why) {
        fail("nobody is to be cut off, but: " + why.reason(), null);
    }

    private void read(@Nullable Frame frame) {
        if (frame != null && frame.isText()) {
            try {
                STRICT.readTree(frame.toString());
            } catch (JacksonException e) {
                fail("no JSON: " + frame, e);
            }
        }
    }

    private void fail(String what, @Nullable Throwable cause) {
        if (wrong == null) {
            wrong = new AssertionError(what, cause);
        }
    }
}
