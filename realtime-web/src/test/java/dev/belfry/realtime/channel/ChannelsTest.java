package dev.belfry.realtime.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.access.TokenSigner;
import dev.belfry.domain.change.Json;
import dev.belfry.domain.messages.Right;
import dev.belfry.realtime.limits.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a client's messages do, in both versions of the wire. */
@ParameterizedClass
@ValueSource(strings = {"1.0.0", "2.0.0"})
class ChannelsTest {

    private static final TokenSigner SIGNER = new TokenSigner(TestSocket.Server.SECRET);
    private static final String SERVICE = SIGNER.apiKey("service_role");
    private static final String ANON = SIGNER.apiKey("anon");
    private static final Limits SMALL =
            new Limits(1000, 1000, 10_000, 100_000, 3, 5, 20, 10, 5, 50, Duration.ofSeconds(1), Duration.ofSeconds(1));

    private final String vsn;
    private final TestSocket.Server server = server(Limits.DEFAULT);
    private final TestSocket.Server strict = server(SMALL);
    private final TestSocket socket;

    ChannelsTest(String vsn) {
        this.vsn = vsn;
        socket = open(server, ANON);
    }

    @AfterEach
    void stop() {
        server.close();
        strict.close();
    }

    /** Only the service role may enter private topics. */
    private static TestSocket.Server server(Limits limits) {
        return new TestSocket.Server(
                (caller, topic, asked) -> caller.claims().role().equals("service_role") ? asked : Set.of(), limits);
    }

    private static Set<Right> onlyToRead(Set<Right> asked) {
        var granted = EnumSet.of(Right.BROADCAST_READ, Right.PRESENCE_READ);
        granted.retainAll(asked);
        return granted;
    }

    @Test
    void whatComesAfterTheEndJoinsNothing() throws InterruptedException {
        socket.channels().close();

        socket.receive(frame("1", "1", "realtime:x", "phx_join", "{\"config\":{}}"));

        assertThat(socket.isQuiet()).isTrue();
    }

    @Test
    void aJoinWithoutAnyListGetsAnEmptyOne() throws InterruptedException {
        join("{}");

        assertThat(socket.next()).isEqualTo(reply("1", "1", "ok", "{\"postgres_changes\":[]}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "realtime: | {} | TopicNameRequired: You must provide a topic name",
                "else:room | {} | unmatched topic",
                "phoenix | {} | unmatched topic",
                "realtime:x | {\"config\":{\"private\":true}} | Unauthorized: You do not have permissions to read from this Channel topic: x",
                "realtime:x | {\"config\":{\"private\":\"TRUE\"}} | Unauthorized: You do not have permissions to read from this Channel topic: x",
                "realtime:x | {\"config\":{\"broadcast\":{\"replay\":{\"since\":1}}}} | UnableToReplayMessages: Replay is not allowed for public channels",
                "realtime:x | {\"config\":{\"postgres_changes_options\":{\"wait\":true},\"postgres_changes\":[{\"event\":\"*\",\"schema\":\"public\",\"table\":\"none\"}]}} | RealtimeDisabledForConfiguration: Unable to subscribe to changes with given parameters. Please check Realtime is enabled for the given connect parameters: [event: *, schema: public, table: none, filters: [], select: nil]",
                "realtime:x | {\"access_token\":\"nonsense\"} | MalformedJWT: The token provided is not a valid JWT",
                "realtime:x | {\"user_token\":\"nonsense\",\"access_token\":7} | MalformedJWT: The token provided is not a valid JWT",
            })
    void aJoinIsRefusedWithItsReason(String topic, String payload, String reason) throws InterruptedException {
        socket.receive(frame("1", "1", topic, "phx_join", payload));

        var response = Json.MAPPER.createObjectNode().put("reason", reason);
        assertThat(socket.next()).isEqualTo(reply("1", "1", topic, "error", response.toString()));
    }

    @Test
    void replayWithParametersThatAreNoneIsRefused() throws InterruptedException {
        var service = open(server, SERVICE);
        service.receive(frame(
                "1",
                "1",
                "realtime:x",
                "phx_join",
                "{\"config\":{\"private\":true,\"broadcast\":{\"replay\":{\"since\":\"a\"}}}}"));

        assertThat(service.next()).contains("UnableToReplayMessages: Replay params are not valid");
    }

    @Test
    void aTokenThatIsNotBelievedRefusesTheJoinByItsCode() throws InterruptedException {
        var now = Instant.now().getEpochSecond();
        var refusals = Map.of(
                token(Map.of("role", "anon", "exp", now - 12)),
                "InvalidJWTToken: Token has expired 1",
                token(Map.of("role", "anon")),
                "InvalidJWTToken: Fields `role` and `exp` are required in JWT",
                token(Map.of("role", "anon", "exp", 1e30)),
                "InvalidJWTToken: Token expiration time is invalid",
                new TokenSigner("another secret, also of 32 characters").apiKey("anon"),
                "JwtSignatureError: Failed to validate JWT signature",
                "eyJhbGciOiJSUzI1NiIsImtpZCI6ImsxIn0.e30.AAAA",
                "JwtSignerError: Failed to generate JWT signer for key ID (kid) \\\"k1\\\", check your JWT secret or JWKS"
                        + " configuration");

        for (var refusal : refusals.entrySet()) {
            join("{\"config\":{},\"access_token\":\"" + refusal.getKey() + "\"}");

            assertThat(socket.next()).contains("\"status\":\"error\"", "\"reason\":\"" + refusal.getValue());
        }
    }

    @Test
    void aKeyThatIsNoJwtStandsForTheConnection() throws InterruptedException {
        var service = open(server, SERVICE);
        service.receive(frame(
                "1",
                "1",
                "realtime:x",
                "phx_join",
                "{\"config\":{\"private\":true},\"access_token\":\"sb_publishable_anything\"}"));

        assertThat(service.next()).contains("\"status\":\"ok\"");
    }

    @Test
    void theTokenOfTheUserWinsOverTheTokenOfTheChannel() throws InterruptedException {
        join("{\"config\":{\"private\":true},\"user_token\":\"" + SERVICE + "\",\"access_token\":\"" + ANON + "\"}");

        assertThat(socket.next()).contains("\"status\":\"ok\"");
    }

    @Test
    void aSecondJoinEndsTheFirstEvenIfItIsRefused() throws InterruptedException {
        join("{\"config\":{}}");
        socket.next();
        socket.receive(frame("2", "2", "realtime:x", "phx_join", "{\"config\":{\"private\":true}}"));

        assertThat(socket.next()).isEqualTo(message("1", "1", "realtime:x", "phx_close", "{}"));
        assertThat(socket.next()).contains("Unauthorized");
        socket.receive(frame("2", "3", "realtime:x", "broadcast", "{\"event\":\"e\"}"));
        assertThat(socket.next()).contains("unmatched topic");
    }

    @Test
    void aStaleOrMissingJoinReferenceIsAccepted() throws InterruptedException {
        join("{\"config\":{\"broadcast\":{\"ack\":true}}}");
        socket.next();
        for (var joinRef : new String[] {"0", null}) {
            socket.receive(frame(joinRef, "2", "realtime:x", "broadcast", "{\"event\":\"e\"}"));

            assertThat(socket.next()).isEqualTo(reply(joinRef, "2", "ok", "{}"));
        }
    }

    @Test
    void leavingIsAnsweredAlwaysAndClosesWhatWasJoined() throws InterruptedException {
        join("{\"config\":{}}");
        socket.next();
        socket.receive(frame("1", "2", "realtime:x", "phx_leave", "{}"));
        socket.receive(frame(null, "3", "realtime:never", "phx_leave", "{}"));

        assertThat(socket.next()).isEqualTo(reply("1", "2", "ok", "{}"));
        assertThat(socket.next()).isEqualTo(message("1", "1", "realtime:x", "phx_close", "{}"));
        assertThat(socket.next()).isEqualTo(reply(null, "3", "realtime:never", "ok", "{}"));
        assertThat(socket.isQuiet()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"broadcast", "presence", "access_token", "anything"})
    void aMessageToATopicThatIsNotJoinedIsRefused(String event) throws InterruptedException {
        socket.receive(frame("1", "2", "realtime:x", event, "{}"));

        assertThat(socket.next()).isEqualTo(reply("1", "2", "error", "{\"reason\":\"unmatched topic\"}"));
    }

    @Test
    void booleansMayBeWords() throws InterruptedException {
        join("{\"config\":{\"broadcast\":{\"ack\":\"True\",\"self\":\"TRUE\"}}}");
        socket.next();
        socket.receive(
                frame("1", "2", "realtime:x", "broadcast", "{\"type\":\"broadcast\",\"event\":\"e\",\"k\":[1.50]}"));

        assertThat(socket.next(2))
                .containsExactlyInAnyOrder(
                        reply("1", "2", "ok", "{}"),
                        message(
                                null,
                                null,
                                "realtime:x",
                                "broadcast",
                                "{\"type\":\"broadcast\",\"event\":\"e\",\"k\":[1.50]}"));
    }

    @Test
    void aBroadcastReachesTheOthersAndNotItsSender() throws InterruptedException {
        var other = open(server, ANON);
        join("{\"config\":{}}");
        other.receive(frame("9", "9", "realtime:x", "phx_join", "{\"config\":{}}"));
        other.next();
        socket.next();

        socket.receive(frame("1", "2", "realtime:x", "broadcast", "{\"event\":\"e\"}"));

        assertThat(other.next()).isEqualTo(message(null, null, "realtime:x", "broadcast", "{\"event\":\"e\"}"));
        assertThat(socket.isQuiet()).isTrue();
    }

    @Test
    void aPrivateAndAPublicTopicOfOneNameAreTwo() throws InterruptedException {
        var inside = open(server, SERVICE);
        inside.receive(frame(
                "1", "1", "realtime:x", "phx_join", "{\"config\":{\"private\":true,\"presence\":{\"enabled\":true}}}"));
        inside.next(2);
        join("{\"config\":{\"presence\":{\"enabled\":true},\"broadcast\":{\"self\":true}}}");
        socket.next(2);

        socket.receive(frame("1", "2", "realtime:x", "broadcast", "{\"event\":\"e\"}"));
        socket.receive(frame("1", "3", "realtime:x", "presence", "{\"event\":\"TRACK\",\"payload\":{}}"));

        assertThat(socket.next(3)).hasSize(3);
        assertThat(inside.isQuiet()).isTrue();
    }

    @Test
    void aChannelThatMayOnlyReadCannotWrite() throws InterruptedException {
        try (var reading = new TestSocket.Server((caller, topic, asked) -> onlyToRead(asked), Limits.DEFAULT)) {
            var reader = open(reading, ANON);
            reader.receive(frame(
                    "1",
                    "1",
                    "realtime:x",
                    "phx_join",
                    "{\"config\":{\"private\":true,\"broadcast\":{\"ack\":true}}}"));
            reader.next();
            reader.receive(frame("1", "2", "realtime:x", "broadcast", "{\"event\":\"e\"}"));
            reader.receive(frame("1", "3", "realtime:x", "presence", "{\"event\":\"track\",\"payload\":{}}"));

            assertThat(reader.next()).isEqualTo(reply("1", "2", "error", "{\"error\":\"unauthorized\"}"));
            assertThat(reader.next()).contains("\"status\":\"error\"", "do not have permissions to track");
        }
    }

    @Test
    void presenceThatIsNoneIsRefused() throws InterruptedException {
        join("{\"config\":{}}");
        socket.next();
        socket.receive(frame("1", "2", "realtime:x", "presence", "{\"event\":\"track\",\"payload\":[1]}"));
        socket.receive(frame("1", "3", "realtime:x", "presence", "{\"event\":\"wave\"}"));

        assertThat(socket.next())
                .isEqualTo(reply("1", "2", "error", "{\"reason\":\"Presence track payload must be a map\"}"));
        assertThat(socket.next()).contains("\"status\":\"error\"", "must be track or untrack");
    }

    @Test
    void thePageThatComesBackNeverLeft() throws InterruptedException {
        var watcher = open(server, ANON);
        watcher.receive(frame("1", "1", "realtime:x", "phx_join", "{\"config\":{\"presence\":{\"enabled\":true}}}"));
        watcher.next(2);
        var page = new TestSocket(server, vsn, ANON, "page-1");
        page.receive(frame("1", "1", "realtime:x", "phx_join", "{\"config\":{}}"));
        page.receive(frame("1", "2", "realtime:x", "presence", "{\"event\":\"track\",\"payload\":{\"n\":1}}"));
        assertThat(watcher.next()).contains("\"joins\":{\"");

        page.channels().close();
        var again = new TestSocket(server, vsn, ANON, "page-1");
        again.receive(frame("1", "1", "realtime:x", "phx_join", "{\"config\":{}}"));
        again.receive(frame("1", "2", "realtime:x", "presence", "{\"event\":\"track\",\"payload\":{\"n\":1}}"));
        assertThat(watcher.isQuiet()).isTrue();

        again.receive(frame("1", "3", "realtime:x", "phx_leave", "{}"));
        assertThat(watcher.next()).contains("\"joins\":{}", "\"n\":1");
    }

    @Test
    void aTokenThatExpiresEndsTheChannelSuchThatTheClientReturns() throws InterruptedException {
        var expiry = Instant.now().getEpochSecond() + 60;
        join("{\"config\":{},\"access_token\":\"" + token(Map.of("role", "anon", "exp", expiry)) + "\"}");
        socket.next();
        assertThat(socket.channels().nextExpiry()).isEqualTo(Instant.ofEpochSecond(expiry));

        socket.channels().expire(Instant.ofEpochSecond(expiry - 1));
        assertThat(socket.isQuiet()).isTrue();
        socket.channels().expire(Instant.ofEpochSecond(expiry + 2));

        assertThat(socket.next())
                .isEqualTo(
                        message(
                                "1",
                                null,
                                "realtime:x",
                                "system",
                                "{\"extension\":\"system\",\"status\":\"error\",\"message\":\"Token has expired 2 seconds ago\",\"channel\":\"x\"}"));
        assertThat(socket.next()).isEqualTo(message("1", "1", "realtime:x", "phx_error", "{}"));
        assertThat(socket.channels().nextExpiry()).isEqualTo(Instant.MAX);
    }

    @Test
    void aNewTokenLengthensTheLifeOfAChannel() throws InterruptedException {
        var expiry = Instant.now().getEpochSecond() + 60;
        join("{\"config\":{},\"access_token\":\"" + token(Map.of("role", "anon", "exp", expiry)) + "\"}");
        socket.next();
        renew(token(Map.of("role", "anon", "exp", expiry + 600)));

        socket.channels().expire(Instant.ofEpochSecond(expiry + 2));

        assertThat(socket.isQuiet()).isTrue();
        assertThat(socket.channels().nextExpiry()).isEqualTo(Instant.ofEpochSecond(expiry + 600));
    }

    @Test
    void aNewTokenThatIsNotBelievedEndsTheChannel() throws InterruptedException {
        join("{\"config\":{}}");
        socket.next();
        renew("nonsense");

        assertThat(socket.next()).contains("system", "The token provided is not a valid JWT");
        assertThat(socket.next()).isEqualTo(message("1", "1", "realtime:x", "phx_close", "{}"));
    }

    @Test
    void aNewTokenThatHasExpiredLetsTheClientReturn() throws InterruptedException {
        join("{\"config\":{}}");
        socket.next();
        renew(token(Map.of("role", "anon", "exp", 1)));

        assertThat(socket.next()).contains("system", "Token has expired");
        assertThat(socket.next()).isEqualTo(message("1", "1", "realtime:x", "phx_error", "{}"));
    }

    @Test
    void aNewTokenWithoutTheRightEndsAPrivateChannel() throws InterruptedException {
        join("{\"config\":{\"private\":true},\"access_token\":\"" + SERVICE + "\"}");
        socket.next();
        renew(ANON);

        assertThat(socket.next()).contains("You no longer have permission to read from this Channel topic: x");
        assertThat(socket.next()).isEqualTo(message("1", "1", "realtime:x", "phx_close", "{}"));
    }

    @Test
    void aNewTokenThatIsNoneChangesNothing() throws InterruptedException {
        join("{\"config\":{}}");
        socket.next();
        renew("sb_publishable_anything");
        socket.receive(frame("1", "2", "realtime:x", "access_token", "{\"access_token\":null}"));

        assertThat(socket.isQuiet()).isTrue();
    }

    @Test
    void aJoinOfTheOldWayHearsTheTableThatItsTopicNames() throws InterruptedException {
        socket.receive(frame("1", "1", "realtime:public:todos:id=eq.5", "phx_join", "{}"));

        assertThat(socket.next())
                .isEqualTo(reply("1", "1", "realtime:public:todos:id=eq.5", "ok", "{\"postgres_changes\":[]}"));
        assertThat(socket.next()).contains("Subscribed to PostgreSQL");
    }

    @Test
    void oneChannelTooManyIsRefusedByTheLimitsName() throws InterruptedException {
        var greedy = open(strict, ANON);
        for (var topic : new String[] {"a", "b", "c", "d"}) {
            greedy.receive(frame("1", "1", "realtime:" + topic, "phx_join", "{\"config\":{}}"));
        }

        assertThat(greedy.next(4).getLast())
                .isEqualTo(
                        reply(
                                "1",
                                "1",
                                "realtime:d",
                                "error",
                                "{\"reason\":\"ChannelRateLimitReached: Too many channels\",\"limit\":\"3 channels per socket\"}"));
    }

    @Test
    void oneJoinTooManyIsRefusedAndTheSocketLives() throws InterruptedException {
        var hasty = open(strict, ANON);
        for (var i = 0; i < 6; i++) {
            hasty.receive(frame("1", "1", "realtime:a", "phx_join", "{\"config\":{}}"));
        }

        assertThat(hasty.next(11).getLast())
                .contains(
                        "ClientJoinRateLimitReached: Too many joins per second",
                        "5 joins per second and socket",
                        "retry_after_ms");
        assertThat(hasty.ended()).isNull();
    }

    @Test
    void tooManyMessagesAreAnsweredAndThePeerThatKeepsOnIsClosed() throws InterruptedException {
        var loud = open(strict, ANON);
        loud.receive(frame("1", "1", "realtime:a", "phx_join", "{\"config\":{}}"));
        loud.next();
        for (var i = 0; i < 40; i++) {
            loud.receive(frame("1", "2", "realtime:a", "broadcast", "{\"event\":\"e\"}"));
        }

        assertThat(loud.next(2))
                .first()
                .asString()
                .contains("\"extension\":\"system\",\"status\":\"error\",\"message\":\"Too many messages per second\"");
        assertThat(loud.ended()).isNull();
        loud.receive(frame(null, "9", "phoenix", "heartbeat", "{}"));
        assertThat(loud.next(1).getLast()).isEqualTo(reply(null, "9", "phoenix", "ok", "{}"));

        for (var i = 0; i < 300; i++) {
            loud.receive("no frame at all");
        }
        assertThat(loud.ended()).isEqualTo(Disconnect.FLOOD);
    }

    @Test
    void aBroadcastThatIsTooLargeIsRefusedByTheLimitsName() throws InterruptedException {
        var sender = open(strict, ANON);
        sender.receive(frame("1", "1", "realtime:a", "phx_join", "{\"config\":{\"broadcast\":{\"ack\":true}}}"));
        sender.next();
        sender.receive(frame("1", "2", "realtime:a", "broadcast", "{\"event\":\"" + "e".repeat(1000) + "\"}"));
        sender.receive(frame(
                "1",
                "3",
                "realtime:a",
                "presence",
                "{\"event\":\"track\",\"payload\":{\"t\":\"" + "e".repeat(1000) + "\"}}"));

        assertThat(sender.next())
                .isEqualTo(reply(
                        "1",
                        "2",
                        "realtime:a",
                        "error",
                        "{\"error\":\"payload_size_exceeded\",\"limit\":\"1000 bytes per message\"}"));
        assertThat(sender.next()).contains("Track message size exceeded", "1000 bytes per message");
    }

    private TestSocket open(TestSocket.Server on, String key) {
        return new TestSocket(on, vsn, key);
    }

    private void join(String payload) {
        socket.receive(frame("1", "1", "realtime:x", "phx_join", payload));
    }

    private void renew(String token) {
        socket.receive(frame("1", "2", "realtime:x", "access_token", "{\"access_token\":\"" + token + "\"}"));
    }

    private static String token(Map<String, ?> claims) {
        return SIGNER.sign(new HashMap<>(claims));
    }

    /** A frame of the client. */
    private String frame(@Nullable String joinRef, String ref, String topic, String event, String payload) {
        if (vsn.equals("2.0.0")) {
            return "[" + json(joinRef) + "," + json(ref) + "," + json(topic) + "," + json(event) + "," + payload + "]";
        }
        return "{\"topic\":" + json(topic) + ",\"event\":" + json(event) + ",\"payload\":" + payload + ",\"ref\":"
                + json(ref) + (joinRef == null ? "" : ",\"join_ref\":" + json(joinRef)) + "}";
    }

    private String reply(@Nullable String joinRef, String ref, String status, String response) {
        return reply(joinRef, ref, "realtime:x", status, response);
    }

    private String reply(@Nullable String joinRef, String ref, String topic, String status, String response) {
        return message(
                joinRef, ref, topic, "phx_reply", "{\"status\":\"" + status + "\",\"response\":" + response + "}");
    }

    /** A frame of the server. */
    private String message(@Nullable String joinRef, @Nullable String ref, String topic, String event, String payload) {
        if (vsn.equals("2.0.0")) {
            return "[" + json(joinRef) + "," + json(ref) + "," + json(topic) + "," + json(event) + "," + payload + "]";
        }
        return "{\"topic\":" + json(topic) + ",\"event\":" + json(event) + ",\"payload\":" + payload + ",\"ref\":"
                + json(ref) + "}";
    }

    private static JsonNode json(@Nullable String text) {
        return Json.MAPPER.valueToTree(text);
    }
}
