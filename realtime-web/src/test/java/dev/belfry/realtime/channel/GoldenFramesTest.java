package dev.belfry.realtime.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.access.TokenSigner;
import dev.belfry.realtime.limits.Limits;
import dev.belfry.realtime.protocol.Serializer;
import dev.belfry.realtime.protocol.ServerMessage.PostgresChanges;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The frames that the real client and a server of three hundred lines were recorded with (protocol, Appendix A), played again: what
 * the client sent goes in, and what comes out must be what the client was content with then.
 *
 * <p>Not compared is what that server did without being asked (a change, a crash, a close), or on purpose to break the client.
 */
class GoldenFramesTest {

    private static final TokenSigner SIGNER = new TokenSigner(TestSocket.Server.SECRET);
    private static final Pattern META_REF = Pattern.compile("\"phx_ref(_prev)?\":\"([^\"]+)\"");
    private static final Pattern BINDING_ID = Pattern.compile("\"id\":(\\d{4})}");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v1-accessToken",
                "v1-anon",
                "v2-accessToken",
                "v2-accessToken-settled",
                "v2-anon",
                "v2-binding-mismatch",
                "v2-heartbeat-timeout",
                "v2-join-error",
                "v2-manual-setAuth",
                "v2-pg-wait",
                "v2-publishable-key",
                "v2-rejoin",
                "v2-slow-accessToken"
            })
    void whatTheClientSentIsAnsweredAsItWas(String scenario) throws InterruptedException {
        ChannelPolicies policies =
                scenario.equals("v2-join-error") ? (caller, topic, asked) -> Set.of() : (caller, topic, asked) -> asked;
        try (var server = new TestSocket.Server(policies, Limits.DEFAULT)) {
            TestSocket socket = null;
            var expectedRefs = new LinkedHashMap<String, String>();
            var actualRefs = new LinkedHashMap<String, String>();

            var exchanges = exchanges(scenario);
            assertThat(exchanges).hasSizeGreaterThan(1);
            for (var exchange : exchanges) {
                if (exchange.said.startsWith("UPGR ")) {
                    socket = new TestSocket(
                            server, exchange.said.contains("vsn=1.0.0") ? "1.0.0" : "2.0.0", key("anon"));
                    continue;
                }
                var open = Objects.requireNonNull(socket, "a frame before the upgrade");
                open.receive(exchange.said);

                var expected = normal(exchange.expected(), expectedRefs);
                var actual = normal(open.next(exchange.frames()), actualRefs);
                if (exchange.crashes()) {
                    open.channels().close();
                    socket = new TestSocket(server, scenario.startsWith("v1") ? "1.0.0" : "2.0.0", key("anon"));
                }
                if (exchange.isIgnored()) {
                    assertThat(actual).singleElement().asString().contains("phx_reply");
                    continue;
                }
                assertThat(actual).as(exchange.said).containsExactlyInAnyOrderElementsOf(expected);
            }
        }
    }

    @Test
    void aChangeIsWrittenAsItWasRecorded() {
        for (var version : Map.of("v1-anon", "1.0.0", "v2-anon", "2.0.0").entrySet()) {
            var recorded = lines(version.getKey())
                    .filter(line -> line.contains("{\"ids\":"))
                    .map(line -> line.substring(5))
                    .findFirst()
                    .orElseThrow();
            var from = recorded.indexOf("\"data\":") + 7;
            var to = recorded.indexOf("\"errors\":null}") + 14;
            var change =
                    new PostgresChanges("realtime:room:1", List.of(1000L, 1001L), () -> recorded.substring(from, to));

            var frame = Serializer.of(version.getValue()).orElseThrow().encode(change);

            assertThat(String.valueOf(frame)).contains(recorded);
        }
    }

    /** What the client said, and what the server said before the client spoke again. */
    private record Exchange(String said, List<String> heard) {

        List<String> expected() {
            return heard.stream()
                    .filter(frame -> !frame.contains("{\"ids\":"))
                    .filter(frame -> !frame.contains("channel_crash"))
                    .filter(frame -> !frame.contains("phx_close") || (said.contains("phx_leave") && !isUnknown()))
                    .map(frame -> frame.replace("\"table\":\"other\"", "\"table\":\"t\""))
                    .toList();
        }

        /** The recorded server closed a topic that was never joined; the reference answers only. */
        private boolean isUnknown() {
            return said.contains("realtime:room:2") || said.contains("\"12\",\"14\",\"realtime:x\"");
        }

        int frames() {
            return isIgnored() ? 1 : expected().size();
        }

        /** A heartbeat that was left unanswered on purpose is answered here. */
        boolean isIgnored() {
            return expected().isEmpty() && said.contains("heartbeat");
        }

        boolean crashes() {
            return heard.stream().anyMatch(frame -> frame.contains("channel_crash"));
        }
    }

    private static List<Exchange> exchanges(String scenario) {
        var exchanges = new ArrayList<Exchange>();
        lines(scenario).forEach(line -> {
            var text = line.substring(5);
            if (line.startsWith("UPGR ")) {
                exchanges.add(new Exchange(line, new ArrayList<>()));
            } else if (line.startsWith("C->S ")) {
                exchanges.add(new Exchange(withTokens(text), new ArrayList<>()));
            } else {
                exchanges.getLast().heard.add(text);
            }
        });
        return exchanges;
    }

    private static Stream<String> lines(String scenario) {
        try (var file = Objects.requireNonNull(
                GoldenFramesTest.class.getResourceAsStream("/wire/" + scenario + ".txt"), scenario)) {
            return Arrays.stream(new String(file.readAllBytes(), StandardCharsets.UTF_8).split("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String withTokens(String frame) {
        return frame.replace("<JWT anon>", key("anon"))
                .replace("<JWT user1>", user("one"))
                .replace("<JWT user2>", user("two"));
    }

    private static String key(String role) {
        return SIGNER.apiKey(role);
    }

    private static String user(String name) {
        var expiry = Instant.now().getEpochSecond() + 3600;
        return SIGNER.sign(Map.of("role", "authenticated", "sub", name, "exp", expiry));
    }

    /** Without what is made up anew each time: the ids of bindings, the references of metas. */
    private static List<String> normal(List<String> frames, Map<String, String> refs) {
        return frames.stream()
                .filter(frame -> !frame.contains("\"extension\":\"system\""))
                .map(frame -> META_REF.matcher(frame).replaceAll(match -> renamed(match, refs)))
                .map(frame -> BINDING_ID.matcher(frame).replaceAll(match -> id(match)))
                .toList();
    }

    private static String renamed(MatchResult match, Map<String, String> refs) {
        var name = refs.computeIfAbsent(match.group(2), ref -> "meta " + refs.size());
        return "\"phx_ref" + Objects.toString(match.group(1), "") + "\":\"" + name + "\"";
    }

    private static String id(MatchResult match) {
        return "\"id\":" + (Integer.parseInt(match.group(1)) - 999) + "}";
    }
}
