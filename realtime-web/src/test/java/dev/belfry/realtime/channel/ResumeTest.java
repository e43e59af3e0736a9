package dev.belfry.realtime.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.access.TokenSigner;
import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.Column;
import dev.belfry.domain.change.Gap;
import dev.belfry.domain.change.Json;
import dev.belfry.domain.change.Position;
import dev.belfry.domain.change.Row;
import dev.belfry.domain.change.Table;
import dev.belfry.realtime.limits.Limits;
import dev.belfry.realtime.resume.PositionFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A page whose connection was lost gets what it missed: all of it, in order, once. */
@ParameterizedClass
@ValueSource(strings = {"1.0.0", "2.0.0"})
@Timeout(60)
class ResumeTest {

    private static final String ANON = new TokenSigner(TestSocket.Server.SECRET).apiKey("anon");
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Table TODOS = new Table(
            "public",
            "todos",
            List.of(
                    new Column("id", "int8", true),
                    new Column("amount", "numeric", false),
                    new Column("name", "text", false)));
    private static final Pattern TOLD = Pattern.compile("\"record\":\\{\"id\":(\\d+)|\"n\":(\\d+)");

    @TempDir
    Path directory;

    private final String vsn;
    private TestSocket.Server server = server();

    ResumeTest(String vsn) {
        this.vsn = vsn;
    }

    private static TestSocket.Server server() {
        return new TestSocket.Server((caller, topic, asked) -> Set.of(), Limits.DEFAULT);
    }

    @BeforeEach
    void remember() throws IOException {
        server.resumptions.keepIn(PositionFile.open(directory.resolve("positions"), "test", 16));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void changesThatWereMissedComeFirstAndThenThoseThatFollow() throws InterruptedException {
        var before = join("page");
        happens(1);
        assertThat(told(before, 1)).containsExactly(1L);
        before.acknowledge(1);
        before.disconnect();
        happens(2);
        happens(3);

        var after = join("page");
        happens(4);

        assertThat(told(after, 3)).containsExactly(2L, 3L, 4L);
        assertThat(after.isQuiet()).isTrue();
    }

    @Test
    void whatWasSentAndNotAcknowledgedIsSentAgain() throws InterruptedException {
        var before = join("page");
        happens(1);
        happens(2);
        assertThat(told(before, 2)).containsExactly(1L, 2L);
        before.acknowledge(1);
        before.disconnect();

        assertThat(told(join("page"), 1)).containsExactly(2L);
    }

    @Test
    void aPageComesBackBeforeItsOldSocketIsKnownToBeLost() throws InterruptedException {
        var before = join("page");
        happens(1);
        assertThat(told(before, 1)).containsExactly(1L);

        var after = join("page");

        assertThat(told(after, 1)).containsExactly(1L);
        assertThat(after.isQuiet()).isTrue();
    }

    @Test
    void anotherPageAndOneWithoutAnIdHearFromNowOn() throws InterruptedException {
        join("page").disconnect();
        happens(1);

        var other = join("other page");
        var nameless = join(null);
        happens(2);

        assertThat(told(other, 1)).containsExactly(2L);
        assertThat(told(nameless, 1)).containsExactly(2L);
        assertThat(other.isQuiet()).isTrue();
    }

    @Test
    void whoLeavesByItselfIsOwedNothing() throws InterruptedException {
        var before = join("page");
        before.receive(frame("9", "phx_leave", "{}"));
        happens(1);
        var after = join("page");
        happens(2);

        assertThat(told(after, 1)).containsExactly(2L);
    }

    @Test
    void broadcastsThatWereMissedComeButNotOnesOwn() throws InterruptedException {
        var before = join("page");
        var other = join(null);
        broadcast(other, 1);
        assertThat(told(before, 1)).containsExactly(1L);
        before.acknowledge(1);
        broadcast(other, 2);
        broadcast(before, 3);
        before.disconnect();
        broadcast(other, 4);

        var after = join("page");
        broadcast(other, 5);

        assertThat(told(after, 3)).containsExactly(2L, 4L, 5L);
        assertThat(after.isQuiet()).isTrue();
    }

    @Test
    void afterARestartAPageGoesOnBehindWhatWasWrittenToIt() throws Exception {
        var before = join("page");
        happens(1);
        happens(2);
        assertThat(told(before, 2)).containsExactly(1L, 2L);
        before.acknowledge(2);
        server.close();

        server = server();
        remember();
        for (var id = 1; id <= 3; id++) {
            happens(id); // the source tells the window again
        }
        var after = join("page");

        assertThat(told(after, 1)).containsExactly(3L);
        assertThat(after.isQuiet()).isTrue();
    }

    @Test
    void beyondTheWindowThePageIsTold() throws InterruptedException {
        var before = join("page");
        happens(1);
        before.disconnect();
        for (var id = 2; id <= 10; id++) {
            happens(id, "x".repeat(200_000));
        }

        var after = join("page");

        assertThat(after.next(20))
                .anySatisfy(frame ->
                        assertThat(frame).contains("\"status\":\"error\"", "ResumeWindowExceeded: changes before"))
                .anySatisfy(frame -> assertThat(frame).contains("\"record\":{\"id\":10"));
    }

    @Test
    void whoComesBackAfterTheWindowIsToldOfBroadcastsAndGetsTheChangesThatAreStillKept() throws InterruptedException {
        var before = join("page");
        before.disconnect();
        server.clock.ahead = Duration.ofMinutes(2);
        server.resumptions.keep();
        happens(1);

        var after = join("page");

        assertThat(after.next(2))
                .anySatisfy(frame -> assertThat(frame).contains("ResumeWindowExceeded: this page was away for so long"))
                .anySatisfy(frame -> assertThat(frame).contains("\"record\":{\"id\":1"));
    }

    @Test
    void aJoinOnTheSameSocketDoesNotSendAgainWhatIsUnderWay() throws InterruptedException {
        var socket = join("page");
        happens(1);
        assertThat(told(socket, 1)).containsExactly(1L);

        socket.receive(frame("1", "phx_join", bindings("")));
        happens(2);

        assertThat(told(socket, 1)).containsExactly(2L);
        assertThat(socket.isQuiet()).isTrue();
    }

    @Test
    void aFilterThatIsTooDeepIsRefusedAndChangesGoOn() throws InterruptedException {
        var deep = open(null);
        var filter = "or(".repeat(2000) + "name.eq.1" + ")".repeat(2000);
        deep.receive(frame("1", "phx_join", bindings(",\"leave\":true,\"filter\":\"" + filter + "\"")));
        assertThat(deep.next(2)).last().asString().contains("conditions must not be nested deeper than 16");

        var other = join(null);
        happens(1);

        assertThat(told(other, 1)).containsExactly(1L);
    }

    @Test
    void aHundredBindingsAreEnough() throws InterruptedException {
        var socket = open(null);
        var one = "{\"event\":\"*\",\"schema\":\"public\",\"table\":\"todos\"}";
        socket.receive(
                frame("1", "phx_join", "{\"config\":{\"postgres_changes\":[" + (one + ",").repeat(100) + one + "]}}"));

        assertThat(socket.next(2))
                .last()
                .asString()
                .contains("Too many postgres_changes: a channel may have 100 of them");
    }

    @Test
    void sinceATimeEverythingComesThatWasCommittedThenOrLater() throws InterruptedException {
        for (var id = 1; id <= 4; id++) {
            happens(id);
        }
        var socket = open(null);
        socket.receive(frame("1", "phx_join", bindings(",\"since\":\"2026-01-01T12:00:00.003Z\"")));
        happens(5);

        assertThat(told(socket, 3)).containsExactly(3L, 4L, 5L);
        assertThat(socket.isQuiet()).isTrue();
    }

    @Test
    void aTimeThatIsNoneIsNamed() throws InterruptedException {
        var socket = open(null);
        socket.receive(frame("1", "phx_join", bindings(",\"since\":\"yesterday\"")));

        assertThat(socket.next(2))
                .last()
                .asString()
                .contains("Error parsing `since` params: expected a time as in commit_timestamp");
    }

    @Test
    void aSlowSocketIsLeftBehindAndCatchesUpWhileOthersGoOn() throws InterruptedException {
        var slow = join(null);
        var quick = join(null);
        slow.room(false);
        for (var id = 1; id <= 200; id++) {
            happens(id);
        }
        assertThat(told(quick, 200)).hasSize(200);
        assertThat(slow.isQuiet()).isTrue();

        slow.room(true);
        happens(201);

        var expected = new ArrayList<Long>();
        for (var id = 1L; id <= 201; id++) {
            expected.add(id);
        }
        assertThat(told(slow, 201)).isEqualTo(expected);
        assertThat(slow.isQuiet()).isTrue();
    }

    @Test
    void aGapIsTold() throws InterruptedException {
        var socket = join(null);
        happens(1);
        server.changes.accept(new Gap("the slot was dropped"));
        happens(2);

        assertThat(socket.next(3).get(1)).contains("ResumeWindowExceeded: the slot was dropped");
    }

    private TestSocket join(@Nullable String client) throws InterruptedException {
        var socket = open(client);
        socket.receive(frame("1", "phx_join", bindings("")));
        assertThat(socket.next()).contains("phx_reply");
        assertThat(socket.next()).contains("Subscribed to PostgreSQL");
        return socket;
    }

    private TestSocket open(@Nullable String client) {
        return new TestSocket(server, vsn, ANON, client);
    }

    private static String bindings(String more) {
        return "{\"config\":{\"postgres_changes\":[{\"event\":\"*\",\"schema\":\"public\",\"table\":\"todos\"" + more
                + "}]}}";
    }

    private void broadcast(TestSocket socket, int number) {
        socket.receive(
                frame("7", "broadcast", "{\"type\":\"broadcast\",\"event\":\"e\",\"payload\":{\"n\":" + number + "}}"));
    }

    private void happens(long id) {
        happens(id, "");
    }

    private void happens(long id, String name) {
        var values = new LinkedHashMap<String, JsonNode>();
        values.put("id", Json.of(id));
        values.put("name", Json.of(name));
        server.changes.accept(new Change.Insert(TODOS, new Row(values), NOON.plusMillis(id), new Position(id, 0)));
    }

    /** The ids that come, as many as that; other messages are passed over. */
    private static List<Long> told(TestSocket socket, int count) throws InterruptedException {
        var ids = new ArrayList<Long>();
        while (ids.size() < count) {
            var frame = socket.next();
            if (frame.equals("nothing")) {
                return ids;
            }
            var told = TOLD.matcher(frame);
            if (told.find()) {
                ids.add(Long.valueOf(told.group(1) == null ? told.group(2) : told.group(1)));
            }
        }
        return ids;
    }

    private String frame(String ref, String event, String payload) {
        return vsn.equals("1.0.0")
                ? "{\"topic\":\"realtime:room\",\"event\":\"" + event + "\",\"payload\":" + payload + ",\"ref\":\""
                        + ref + "\",\"join_ref\":\"1\"}"
                : "[\"1\",\"" + ref + "\",\"realtime:room\",\"" + event + "\"," + payload + "]";
    }
}
