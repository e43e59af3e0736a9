package dev.belfry.realtime.channel;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.belfry.domain.access.Claims;
import dev.belfry.domain.access.TokenSigner;
import dev.belfry.domain.access.TokenVerifier;
import dev.belfry.domain.messages.Asker;
import dev.belfry.domain.messages.Right;
import dev.belfry.realtime.changes.Bindings;
import dev.belfry.realtime.changes.ChangeDispatcher;
import dev.belfry.realtime.changes.Journal;
import dev.belfry.realtime.hub.LocalHub;
import dev.belfry.realtime.hub.TopicKey;
import dev.belfry.realtime.limits.Limits;
import dev.belfry.realtime.presence.Presences;
import dev.belfry.realtime.protocol.Serializer;
import dev.belfry.realtime.resume.Resumptions;
import dev.belfry.realtime.traffic.Traffic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/**
 * Two clients, one of each version, talk at random in the same channels. An input is their frames, with a blank line between two: what
 * starts as a JSON object is of version 1.0.0, everything else of 2.0.0.
 */
class ChannelsFuzzTest {

    private static final String SECRET = "a secret that nothing but this test is signed with";
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T00:00:00Z"), ZoneOffset.UTC);
    private static final long NEVER = 4_000_000_000L;
    private static final Claims ANON = new Claims("{}", "anon", null, Instant.ofEpochSecond(NEVER));
    private static final Limits LIMITS =
            new Limits(256, 1, 1, 1, 3, 1_000_000_000, 1_000_000_000, 1, 1, 1, Duration.ofSeconds(1), Duration.ZERO);
    /** In a frame they stand as in protocol, appendix A. */
    private static final Map<String, String> TOKENS = tokens(new TokenSigner(SECRET));

    private static final Serializer V1 = Serializer.of("1.0.0").orElseThrow();
    private static final Serializer V2 = Serializer.of("2.0.0").orElseThrow();
    private static final Admission ADMISSION = new Admission(
            new TokenVerifier(SECRET, CLOCK),
            ChannelsFuzzTest::rights,
            new Bindings.Parser(SampleTables.ALL, (table, caller) -> Optional.empty()),
            CLOCK);

    private static final Logger LOG = Logger.getLogger("dev.belfry");
    private static final ScheduledExecutorService PRESENCE_THREAD = Executors.newSingleThreadScheduledExecutor();

    private static volatile @Nullable LogRecord logged;

    @BeforeAll
    static void remembersWhatFailedBehindTheScenes() {
        LOG.setUseParentHandlers(false);
        LOG.addHandler(new Handler() {
            @Override
            public void publish(LogRecord problem) {
                if (problem.getLevel().intValue() >= Level.WARNING.intValue()) {
                    logged = problem;
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
    }

    @AfterAll
    static void stop() {
        PRESENCE_THREAD.shutdownNow();
    }

    @Timeout(10)
    @DictionaryFile(resourcePath = "/dev/belfry/realtime/wire.dict")
    @FuzzTest(maxDuration = "20s")
    void nothingFailsAndEveryJoinIsAnsweredOnce(byte[] conversation) {
        var hub = new LocalHub(1 << 16, 1 << 16, Duration.ofMinutes(1));
        var presences = new Presences(hub, PRESENCE_THREAD, Duration.ZERO, Duration.ZERO, moved -> {});
        var features = new Features(
                hub,
                presences,
                new ChangeDispatcher(
                        new Journal(1 << 16, Duration.ofMinutes(1), CLOCK),
                        new SeesAll(),
                        Runnable::run,
                        Runnable::run),
                new Resumptions(hub, Duration.ofMinutes(1), CLOCK),
                new TestArchive(),
                new Traffic((refusal, count) -> {}),
                Runnable::run);
        var v1 = new FuzzedClient(V1, new Connection(ANON, null), ADMISSION, features, LIMITS);
        var v2 = new FuzzedClient(V2, new Connection(ANON, "a page"), ADMISSION, features, LIMITS);

        frames(conversation).forEach(frame -> say(frame, v1, v2));
        v1.ends();
        v2.ends();

        presences.current(new TopicKey("the last step of all", false)).join();
        v1.throwWhatWasWrong();
        v2.throwWhatWasWrong();
        throwWhatWasLogged();
    }

    /** Not by a regular expression: Jazzer watches those. */
    private static List<byte[]> frames(byte[] conversation) {
        var frames = new ArrayList<byte[]>();
        var start = 0;
        for (var i = 0; i + 1 < conversation.length; i++) {
            if (conversation[i] == '\n' && conversation[i + 1] == '\n') {
                frames.add(Arrays.copyOfRange(conversation, start, i++));
                start = i + 1;
            }
        }
        frames.add(Arrays.copyOfRange(conversation, start, conversation.length));
        return frames;
    }

    private static void say(byte[] frame, FuzzedClient v1, FuzzedClient v2) {
        var start = frame.length == 0 ? '[' : frame[0];
        if (start >= 0 && start < ' ') {
            v2.says(serializer -> serializer.decode(ByteBuffer.wrap(frame)));
        } else {
            var text = withTokens(new String(frame, StandardCharsets.UTF_8));
            (start == '{' ? v1 : v2).says(serializer -> serializer.decode(text));
        }
    }

    private static String withTokens(String frame) {
        var text = frame;
        for (var token : TOKENS.entrySet()) {
            text = text.replace(token.getKey(), token.getValue());
        }
        return text;
    }

    private static Map<String, String> tokens(TokenSigner signer) {
        return Map.of(
                "<JWT anon>", signer.apiKey("anon"),
                "<JWT service>", signer.apiKey("service_role"),
                "<JWT user1>", signer.sign(Map.of("role", "authenticated", "sub", "user1", "exp", NEVER)),
                "<JWT user2>", signer.sign(Map.of("role", "authenticated", "sub", "user2", "exp", NEVER)),
                "<JWT expired>", signer.sign(Map.of("role", "authenticated", "exp", 1)));
    }

    private static Set<Right> rights(Asker caller, String topicName, Set<Right> asked) {
        return switch (caller.claims().role()) {
            case "service_role" -> asked;
            case "authenticated" -> asked.contains(Right.BROADCAST_READ) ? Set.of(Right.BROADCAST_READ) : Set.of();
            default -> Set.of();
        };
    }

    private static void throwWhatWasLogged() {
        var problem = logged;
        if (problem != null) {
            logged = null;
            throw new AssertionError(problem.getMessage(), problem.getThrown());
        }
    }
}
