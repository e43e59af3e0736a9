package dev.belfry.realtime.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.access.TokenSigner;
import dev.belfry.domain.messages.Asker;
import dev.belfry.domain.messages.MessagesFailed;
import dev.belfry.domain.messages.MessagesFailed.Reason;
import dev.belfry.domain.messages.Right;
import dev.belfry.domain.messages.StoredMessage;
import dev.belfry.domain.messages.StoredMessage.Payload;
import dev.belfry.realtime.hub.TopicKey;
import dev.belfry.realtime.limits.Limits;
import dev.belfry.realtime.protocol.BroadcastContent;
import dev.belfry.realtime.protocol.ServerMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Private channels, as the policies allow: when they are asked, and what comes of the answers. */
class PrivateChannelsTest {

    private static final TokenSigner SIGNER = new TokenSigner(TestSocket.Server.SECRET);
    private static final String ANON = SIGNER.apiKey("anon");
    private static final String OK = "{\"status\":\"ok\",\"response\":{}}]";
    private static final Right[] TO_READ = {Right.BROADCAST_READ, Right.PRESENCE_READ};
    private static final Right[] TO_SEND = {Right.BROADCAST_READ, Right.BROADCAST_WRITE};

    private final List<Set<Right>> asked = new ArrayList<>();
    private volatile Set<Right> granted = EnumSet.allOf(Right.class);
    private volatile @Nullable Reason failure;
    private final TestSocket.Server server = new TestSocket.Server(this::decide, Limits.DEFAULT);
    private final TestSocket socket = new TestSocket(server, "2.0.0", ANON);

    @AfterEach
    void stop() {
        server.close();
    }

    private Set<Right> decide(Asker caller, String topicName, Set<Right> wanted) throws MessagesFailed {
        asked.add(Set.copyOf(wanted));
        if (failure != null) {
            throw new MessagesFailed(failure, "as the test wants it", null);
        }
        var allowed = EnumSet.copyOf(wanted);
        allowed.retainAll(granted);
        return allowed;
    }

    @Test
    void aPublicTopicAsksNobody() throws InterruptedException {
        socket.receive("[\"1\",\"1\",\"realtime:x\",\"phx_join\",{\"config\":{\"presence\":{\"enabled\":true}}}]");
        socket.receive("[\"1\",\"2\",\"realtime:x\",\"presence\",{\"event\":\"track\",\"payload\":{}}]");
        socket.receive("[\"1\",\"3\",\"realtime:x\",\"broadcast\",{\"event\":\"e\"}]");

        assertThat(socket.next()).contains("\"status\":\"ok\"");
        assertThat(asked).isEmpty();
    }

    @Test
    void presenceIsAskedAboutOnlyWhereItIsEnabled() throws InterruptedException {
        join("");
        join("\"presence\":{\"enabled\":true},");

        assertThat(asked).containsExactly(Set.of(Right.BROADCAST_READ), Set.of(TO_READ));
    }

    @Test
    void whoReadsOneOfTheTwoMayJoinAndHearsThat() throws InterruptedException {
        granted = Set.of(Right.PRESENCE_READ);
        assertThat(join("\"presence\":{\"enabled\":true},")).contains("\"status\":\"ok\"");
        assertThat(socket.next()).contains("presence_state");
        publish("e");
        assertThat(socket.isQuiet()).isTrue();

        granted = Set.of(Right.BROADCAST_READ);
        var deaf = new TestSocket(server, "2.0.0", ANON);
        deaf.receive(joining("\"presence\":{\"enabled\":true},"));
        assertThat(deaf.next()).contains("\"status\":\"ok\"");
        assertThat(deaf.isQuiet()).as("no presence_state").isTrue();
        publish("e");
        assertThat(deaf.next()).startsWith("BINARY");
    }

    @Test
    void writingIsAskedAboutAtTheFirstMessageAndOnceForEachToken() throws InterruptedException {
        join("\"broadcast\":{\"ack\":true},");
        asked.clear();

        send("2");
        send("3");
        assertThat(socket.next()).endsWith(OK);
        assertThat(socket.next()).endsWith(OK);
        assertThat(asked).containsExactly(Set.of(Right.BROADCAST_WRITE));

        renew("ada");
        granted = Set.of(Right.BROADCAST_READ);
        send("4");
        assertThat(socket.next()).contains("{\"error\":\"unauthorized\"}");
        assertThat(asked)
                .containsExactly(
                        Set.of(Right.BROADCAST_WRITE), Set.of(Right.BROADCAST_READ), Set.of(Right.BROADCAST_WRITE));
    }

    @Test
    void theFirstTrackAsksAboutPresence() throws InterruptedException {
        join("");
        asked.clear();

        track("2");
        assertThat(socket.next()).endsWith(OK);
        assertThat(socket.next()).contains("presence_");
        track("3");
        assertThat(asked).containsExactly(Set.of(Right.PRESENCE_READ, Right.PRESENCE_WRITE));

        granted = Set.of(TO_READ);
        renew("ada");
        track("4");
        assertThat(socket.next(4).getLast()).contains("do not have permissions to track");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POLICY_ERROR | Unauthorized: You do not have permissions to read from this Channel topic: x",
                "QUERY_CANCELED | QueryCanceled: Query was cancelled, please try again",
                "MISSING_PARTITION | MissingPartition: Realtime was unable to find the expected messages partition",
                "NO_CONNECTION | IncreaseConnectionPool: Please increase your connection pool size",
                "DATABASE_AWAY | UnableToConnectToProject: Realtime was unable to connect to the project database",
                "NOT_PREPARED | Realtime was unable to connect to the project database",
            })
    void aJoinThatNobodyCanDecideIsRefused(Reason reason, String text) throws InterruptedException {
        failure = reason;

        assertThat(join(""))
                .isEqualTo("[\"1\",\"1\",\"realtime:x\",\"phx_reply\",{\"status\":\"error\",\"response\":{\"reason\":\""
                        + text + "\"}}]");
    }

    @ParameterizedTest
    @CsvSource({
        "POLICY_ERROR, rls_policy_error",
        "QUERY_CANCELED, query_canceled",
        "MISSING_PARTITION, missing_partition",
        "NO_CONNECTION, increase_connection_pool",
        "DATABASE_AWAY, unable_to_connect_to_project",
        "NOT_PREPARED, unable_to_set_policies",
    })
    void aMessageThatNobodyCanDecideIsRefusedAndTheNextAsksAgain(Reason reason, String code)
            throws InterruptedException {
        join("\"broadcast\":{\"ack\":true},");
        failure = reason;
        send("2");
        failure = null;
        send("3");

        assertThat(socket.next()).endsWith("{\"status\":\"error\",\"response\":{\"error\":\"" + code + "\"}}]");
        assertThat(socket.next()).endsWith(OK);
    }

    @Test
    void aTokenThatNobodyCanDecideLetsTheClientReturn() throws InterruptedException {
        join("");
        failure = Reason.QUERY_CANCELED;
        renew("ada");

        assertThat(socket.next())
                .contains("\"status\":\"error\",\"message\":\"Query was cancelled, please try again\"");
        assertThat(socket.next()).isEqualTo("[\"1\",\"1\",\"realtime:x\",\"phx_error\",{}]");
    }

    @Test
    void aNewTokenMayTakePresenceAwayAndGiveItBack() throws InterruptedException {
        join("\"presence\":{\"enabled\":true},");
        assertThat(socket.next()).contains("presence_state");
        granted = Set.of(Right.BROADCAST_READ);
        renew("ada");
        var other = new TestSocket(server, "2.0.0", ANON);
        granted = EnumSet.allOf(Right.class);
        other.receive(joining(""));
        other.receive("[\"1\",\"2\",\"realtime:x\",\"presence\",{\"event\":\"track\",\"payload\":{\"n\":1}}]");
        assertThat(socket.isQuiet()).as("no presence_diff").isTrue();

        renew("ben");
        assertThat(socket.next()).contains("presence_state", "\"n\":1");
    }

    @Test
    void whatWasStoredComesFirstAndNothingTwice() throws InterruptedException {
        var kept = List.of(stored("1"), stored("2"), stored("3"));
        server.archive.messages.addAll(kept);
        server.archive.meanwhile = () -> {
            say(BroadcastContent.of(kept.get(2), false));
            say(BroadcastContent.of(stored("4"), false));
        };

        join("\"broadcast\":{\"replay\":{\"since\":1,\"limit\":2}},");
        say(BroadcastContent.of(kept.get(1), false));
        publish("end");

        assertThat(socket.next())
                .isEqualTo(
                        "[\"1\",null,\"realtime:x\",\"broadcast\",{\"type\":\"broadcast\",\"event\":\"e\",\"payload\":2,"
                                + "\"meta\":{\"replayed\":true,\"id\":\""
                                + kept.get(1).id() + "\"}}]");
        assertThat(socket.next()).contains("\"payload\":3", "\"replayed\":true");
        assertThat(socket.next()).endsWith(hex("}4")).doesNotContain(hex("replayed"));
        assertThat(socket.next()).contains(hex("end"));
    }

    @Test
    void bytesThatWereStoredComeToVersion2Alone() throws InterruptedException {
        server.archive.messages.add(
                new StoredMessage(UUID.randomUUID().toString(), "x", true, "e", new Payload.Bytes(new byte[] {1, 2})));
        var old = new TestSocket(server, "1.0.0", ANON);

        join("\"broadcast\":{\"replay\":{\"since\":1}},");
        old.receive("{\"topic\":\"realtime:x\",\"event\":\"phx_join\",\"ref\":\"1\",\"join_ref\":\"1\",\"payload\":"
                + "{\"config\":{\"private\":true,\"broadcast\":{\"replay\":{\"since\":1}}}}}");

        assertThat(socket.next())
                .startsWith("BINARY")
                .contains(hex("\"replayed\":true"))
                .endsWith("0102");
        assertThat(old.next()).contains("\"status\":\"ok\"");
        assertThat(old.isQuiet()).isTrue();
    }

    @Test
    void whoMayNotReadBroadcastsGetsNoneReplayed() throws InterruptedException {
        server.archive.messages.add(stored("1"));
        granted = Set.of(Right.PRESENCE_READ);

        join("\"presence\":{\"enabled\":true},\"broadcast\":{\"replay\":{\"since\":1}},");

        assertThat(socket.next()).contains("presence_state");
        assertThat(socket.isQuiet()).isTrue();
    }

    @Test
    void aReplayThatFailsRefusesTheJoin() throws InterruptedException {
        server.archive.failure = Reason.DATABASE_AWAY;

        assertThat(join("\"broadcast\":{\"replay\":{\"since\":1}},"))
                .contains("\"reason\":\"UnableToReplayMessages: Realtime was unable to replay messages\"");
        publish("e");
        assertThat(socket.isQuiet()).isTrue();
    }

    @Test
    void replicationIsReadyWhereItIsHeard() throws InterruptedException {
        join("\"broadcast\":{\"replication_ready\":true},");
        assertThat(socket.next())
                .isEqualTo("[\"1\",null,\"realtime:x\",\"system\",{\"extension\":\"system\",\"status\":\"ok\","
                        + "\"message\":\"Replication connection established\",\"channel\":\"x\"}]");

        server.archive.isHeard = false;
        socket.receive("[\"1\",\"9\",\"realtime:x\",\"phx_leave\",{}]");
        socket.next(2);
        join("\"broadcast\":{\"replication_ready\":true},");
        assertThat(socket.next()).contains("\"status\":\"error\"", "not available");
    }

    @Test
    void whatIsToBeKeptIsSentWithItsIdAndStored() throws InterruptedException {
        join("\"broadcast\":{\"ack\":true,\"self\":true},");

        keep("{\"persist\":{\"ttl\":60}}");

        var id = server.archive.messages.getFirst().id();
        assertThat(server.archive.messages)
                .containsExactly(new StoredMessage(id, "x", true, "e", new Payload.Json("{\"n\":1}")));
        assertThat(socket.next(2))
                .containsExactlyInAnyOrder(
                        "[\"1\",\"2\",\"realtime:x\",\"phx_reply\",{\"status\":\"ok\",\"response\":{\"id\":\"" + id
                                + "\"}}]",
                        "BINARY hex:040a012d01" + hex("realtime:xe{\"id\":\"" + id + "\"}{\"n\":1}"));
    }

    @Test
    void whatCannotBeKeptIsRefused() throws InterruptedException {
        join("\"broadcast\":{\"ack\":true},");
        keep("{\"persist\":{\"ttl\":0}}");
        assertThat(socket.next()).contains("{\"error\":\"invalid_persist_ttl\"}");

        server.archive.failure = Reason.NOT_STORABLE;
        keep("{\"persist\":true}");
        assertThat(socket.next()).contains("{\"error\":\"payload_not_storable\"}");

        granted = Set.of(TO_SEND);
        renew("ada");
        keep("{\"persist\":true}");
        assertThat(socket.next()).contains("{\"error\":\"unauthorized\"}");

        socket.receive("[\"1\",\"1\",\"realtime:x\",\"phx_join\",{\"config\":{\"broadcast\":{\"ack\":true}}}]");
        socket.next(2);
        keep("{\"persist\":true}");
        assertThat(socket.next()).contains("{\"error\":\"persist_not_available\"}");
    }

    @Test
    void aSlowPolicyHoldsUpNobodyElseAndTheOrderStays() throws InterruptedException {
        var decides = new CountDownLatch(1);
        var threads = Executors.newSingleThreadExecutor();
        ChannelPolicies slow = (caller, topic, wanted) -> {
            try {
                decides.await();
                return wanted;
            } catch (InterruptedException e) {
                throw new MessagesFailed(Reason.QUERY_CANCELED, "interrupted", e);
            }
        };
        try (var slowServer = new TestSocket.Server(slow, Limits.DEFAULT, threads)) {
            var waiting = new TestSocket(slowServer, "2.0.0", ANON);
            var other = new TestSocket(slowServer, "2.0.0", ANON);

            waiting.receive(joining("\"broadcast\":{\"ack\":true},"));
            waiting.receive("[\"1\",\"2\",\"realtime:x\",\"broadcast\",{\"event\":\"e\"}]");
            waiting.receive("[\"1\",\"3\",\"realtime:x\",\"phx_leave\",{}]");
            other.receive("[null,\"1\",\"phoenix\",\"heartbeat\",{}]");
            assertThat(other.next()).contains("phx_reply");
            assertThat(waiting.isQuiet()).isTrue();
            waiting.receive("[null,\"9\",\"phoenix\",\"heartbeat\",{}]");
            assertThat(waiting.next()).startsWith("[null,\"9\",\"phoenix\",\"phx_reply\"");

            var large = "x".repeat(1_000_000);
            for (var i = 0; i < 6; i++) {
                waiting.receive("[\"1\",\"4\",\"realtime:x\",\"broadcast\",{\"event\":\"" + large + "\"}]");
            }
            assertThat(waiting.next(2))
                    .hasSize(2)
                    .allSatisfy(
                            refusal -> assertThat(refusal).contains("ClientMessageRateLimitReached", "retry_after_ms"));

            decides.countDown();
            assertThat(waiting.next(4))
                    .extracting(frame -> frame.substring(0, 8))
                    .startsWith("[\"1\",\"1\"", "[\"1\",\"2\"", "[\"1\",\"3\"", "[\"1\",\"1\"");
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whatWaitsIsBoundedWhateverItIs() throws InterruptedException {
        var decides = new CountDownLatch(1);
        var threads = Executors.newSingleThreadExecutor();
        ChannelPolicies slow = (caller, topic, wanted) -> {
            try {
                decides.await();
                return wanted;
            } catch (InterruptedException e) {
                throw new MessagesFailed(Reason.QUERY_CANCELED, "interrupted", e);
            }
        };
        try (var slowServer = new TestSocket.Server(slow, Limits.DEFAULT, threads)) {
            var waiting = new TestSocket(slowServer, "2.0.0", ANON);
            waiting.receive(joining(""));

            var large = "x".repeat(1_000_000);
            for (var i = 0; i < 6; i++) {
                waiting.receive("[\"1\",\"4\",\"realtime:x\",\"presence\",{\"event\":\"track\",\"payload\":{\"a\":\""
                        + large + "\"}}]");
            }

            assertThat(waiting.next(2))
                    .hasSize(2)
                    .allSatisfy(refusal -> assertThat(refusal).contains("ClientMessageRateLimitReached"));
            decides.countDown();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whoMayNotReadPresenceAnyMoreIsNotToldWhatWasOnItsWay() throws InterruptedException {
        var isBusy = new CountDownLatch(1);
        server.presence.execute(() -> await(isBusy));
        join("\"presence\":{\"enabled\":true},");

        granted = Set.of(Right.BROADCAST_READ);
        renew("ada");
        isBusy.countDown();

        assertThat(socket.isQuiet()).as("no presence_state").isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String join(String config) throws InterruptedException {
        socket.receive(joining(config));
        var answer = socket.next();
        return answer.contains("phx_close") ? socket.next() : answer;
    }

    private static String joining(String config) {
        return "[\"1\",\"1\",\"realtime:x\",\"phx_join\",{\"config\":{" + config + "\"private\":true}}]";
    }

    private void send(String ref) {
        socket.receive("[\"1\",\"" + ref + "\",\"realtime:x\",\"broadcast\",{\"event\":\"e\"}]");
    }

    private void track(String ref) {
        socket.receive("[\"1\",\"" + ref + "\",\"realtime:x\",\"presence\",{\"event\":\"track\",\"payload\":{}}]");
    }

    private void keep(String metadata) {
        var lengths = HexFormat.of().formatHex(new byte[] {3, 1, 1, 10, 1, (byte) metadata.length(), 1});
        socket.receive("BINARY hex:" + lengths + hex("12realtime:xe" + metadata + "{\"n\":1}"));
    }

    private void renew(String subject) {
        var token = SIGNER.sign(Map.of("role", "authenticated", "sub", subject, "exp", 4_000_000_000L));
        socket.receive("[\"1\",\"8\",\"realtime:x\",\"access_token\",{\"access_token\":\"" + token + "\"}]");
    }

    private void publish(String event) {
        say(new BroadcastContent.Json(event, "{}".getBytes(StandardCharsets.UTF_8), null));
    }

    private void say(BroadcastContent content) {
        server.hub.publish(new TopicKey("x", true), new ServerMessage.Broadcast("realtime:x", content));
    }

    private static StoredMessage stored(String json) {
        return new StoredMessage(UUID.randomUUID().toString(), "x", true, "e", new Payload.Json(json));
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
