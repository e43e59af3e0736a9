package dev.belfry.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.change.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Private channels and the messages of the database, frame by frame. */
@ExtendWith(RunningServer.Extension.class)
class PrivateChannelIT {

    private final RunningServer server;
    private final String anon;
    private final String topic = "suite:" + UUID.randomUUID();

    PrivateChannelIT(RunningServer server) {
        this.server = server;
        anon = server.signer().apiKey("anon");
    }

    @BeforeAll
    static void prepare(RunningServer server) throws IOException, SQLException {
        PrivateChannels.prepare(server);
    }

    @Test
    void aMessageOfTheDatabaseReachesBothVersionsWithItsId() throws Exception {
        try (var newer = open("2.0.0");
                var older = open("1.0.0")) {
            join(newer, ":b", "");
            older.send(
                    "{\"topic\":\"realtime:" + topic + ":b\",\"event\":\"phx_join\",\"ref\":\"1\",\"join_ref\":\"1\","
                            + "\"payload\":{\"config\":{\"private\":true}}}");
            assertThat(older.next()).contains("\"status\":\"ok\"");

            run("select realtime.send('{\"n\":1.50,\"id\":7}', 'é', '" + topic + ":b')");

            var id = ask("select id from realtime.messages where topic = '" + topic + ":b'");
            var text = "{\"n\":1.50,\"id\":7}";
            var meta = "{\"id\":\"" + id + "\"}";
            var name = "realtime:" + topic + ":b";
            assertThat(new String(newer.nextBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("\u0004" + (char) name.length() + "\u0002" + (char) meta.length() + "\u0001" + name + "é"
                            + meta + text);
            assertThat(older.next())
                    .isEqualTo("{\"topic\":\"" + name
                            + "\",\"event\":\"broadcast\",\"payload\":{\"type\":\"broadcast\",\"event\":\"é\",\"payload\":"
                            + text
                            + ",\"meta\":" + meta + "},\"ref\":null}");
        }
    }

    @Test
    void publicAndPrivateAreTwoAlsoForTheDatabase() throws Exception {
        try (var inside = open("2.0.0");
                var outside = open("2.0.0")) {
            join(inside, ":b", "");
            outside.send("[\"1\",\"1\",\"realtime:" + topic + ":b\",\"phx_join\",{\"config\":{}}]");
            assertThat(outside.next()).contains("\"status\":\"ok\"");

            run("select realtime.send('{\"for\":\"all\"}', 'e', '" + topic + ":b', false),"
                    + " realtime.send('{\"for\":\"members\"}', 'e', '" + topic + ":b', true)");

            assertThat(text(outside)).contains("\"all\"");
            assertThat(text(inside)).contains("\"members\"");
        }
    }

    @Test
    void manyTransactionsAreHeardAsTheyCommittedAndWhatIsRolledBackIsNot() throws Exception {
        try (var client = open("2.0.0")) {
            join(client, ":b", "");
            for (var i = 0; i < 50; i++) {
                run("select realtime.send(jsonb_build_object('n', " + i + " * 2 + k), 'e', '" + topic
                        + ":b') from generate_series(0, 1) k");
                if (i == 25) {
                    runAndRollBack("select realtime.send('{\"n\":-1}', 'e', '" + topic + ":b')");
                }
            }

            var numbers = new ArrayList<Integer>();
            for (var i = 0; i < 100; i++) {
                var frame = text(client);
                numbers.add(Json.MAPPER
                        .readTree(frame.substring(frame.lastIndexOf("{\"")))
                        .path("n")
                        .intValue());
            }
            assertThat(numbers).isEqualTo(IntStream.range(0, 100).boxed().toList());
        }
    }

    @Test
    void probesAreHeardByNobody() throws Exception {
        try (var client = open("2.0.0");
                var other = open("2.0.0")) {
            join(client, ":bBpP", "\"presence\":{\"enabled\":true},");
            assertThat(client.next()).contains("presence_state");
            join(other, ":bBpP", "\"broadcast\":{\"ack\":true},");
            other.send("[\"1\",\"2\",\"realtime:" + topic + ":bBpP\",\"broadcast\",{\"event\":\"e\"}]");
            assertThat(other.next()).contains("\"status\":\"ok\"");

            assertThat(client.next()).contains("{\"event\":\"e\"}");
            assertThat(ask("select count(*) from realtime.messages where topic like '" + topic + "%'"))
                    .isEqualTo("0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "BPK", "x"})
    void aJoinIsRefusedWithItsReason(String letters) throws Exception {
        try (var client = open("2.0.0")) {
            client.send(joining(":" + letters, ""));

            assertThat(client.next())
                    .isEqualTo("[\"1\",\"1\",\"realtime:" + topic + ":" + letters
                            + "\",\"phx_reply\",{\"status\":\"error\",\"response\":{\"reason\":\"Unauthorized: You do not have"
                            + " permissions to read from this Channel topic: " + topic + ":" + letters + "\"}}]");
        }
    }

    @Test
    void aPolicyThatSleepsHoldsUpNoOtherSocket() throws Exception {
        var sleeping = new ArrayList<WireClient>();
        try (var other = open("2.0.0")) {
            for (var i = 0; i < 6; i++) {
                var client = open("2.0.0");
                sleeping.add(client);
                client.send(joining(":z", ""));
            }
            join(other, ":b", "");
            other.send("[\"1\",\"2\",\"phoenix\",\"heartbeat\",{}]");
            assertThat(other.next()).contains("phx_reply");

            for (var client : sleeping) {
                assertThat(client.next())
                        .contains("\"reason\":\"QueryCanceled: Query was cancelled, please try again\"");
            }
        } finally {
            for (var client : sleeping) {
                client.close();
            }
        }
    }

    @Test
    void aPolicyThatRaisesOnWritingIsToldToWhoeverAsksForAnswers() throws Exception {
        try (var client = open("2.0.0")) {
            join(client, ":bX", "\"broadcast\":{\"ack\":true},");
            client.send("[\"1\",\"2\",\"realtime:" + topic + ":bX\",\"broadcast\",{\"event\":\"e\"}]");

            assertThat(client.next())
                    .isEqualTo(
                            "[\"1\",\"2\",\"realtime:" + topic
                                    + ":bX\",\"phx_reply\",{\"status\":\"error\",\"response\":{\"error\":\"rls_policy_error\"}}]");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                ":B | | 202 ",
                ":b | | 403 {\"message\":\"Unauthorized\"}",
                ":X | | 422 {\"message\":\"RLS policy error\"}",
                ":B | &persist=true | 403 {\"message\":\"Unauthorized\"}",
                ":BK | &persist=true | 202 ",
                ":BK | &persist=false | 202 ",
                ":BK | &persist[ttl]=60 | 202 ",
                ":BK | &persist[ttl]=0 | 422 {\"errors\":{\"persist\":[\"ttl must be seconds from 1 to 259200\"]}}",
                ":BK | &persist[ttl]=soon | 422 {\"errors\":{\"persist\":[\"ttl must be seconds from 1 to 259200\"]}}",
            })
    void overHttpTheSamePoliciesDecide(String letters, @Nullable String persist, String expected) throws Exception {
        var query = "?private=true"
                + (persist == null ? "" : persist.replace("[", "%5B").replace("]", "%5D"));
        var path = "/realtime/v1/api/broadcast/" + URLEncoder.encode(topic + letters, StandardCharsets.UTF_8)
                + "/events/e" + query;
        var answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.url() + path))
                                .header("apikey", anon)
                                .header("content-type", "application/json")
                                .POST(BodyPublishers.ofString("{\"n\":1}"))
                                .build(),
                        BodyHandlers.ofString());

        assertThat(answer.statusCode() + " " + answer.body()).isEqualTo(expected.equals("202") ? "202 " : expected);
        var isKept = expected.startsWith("202") && persist != null && !persist.contains("false");
        assertThat(ask("select count(*) from realtime.messages where topic like '" + topic + "%'"))
                .isEqualTo(isKept ? "1" : "0");
    }

    @Test
    void replayHasTheFormOfEachVersion() throws Exception {
        run("select realtime.send('{\"n\":1,\"id\":1}', 'e', '" + topic + ":b')");
        var id = ask("select id from realtime.messages where topic = '" + topic + ":b'");

        try (var client = open("2.0.0")) {
            join(client, ":b", "\"broadcast\":{\"replay\":{\"since\":" + (System.currentTimeMillis() - 60_000) + "}},");

            assertThat(client.next())
                    .isEqualTo("[\"1\",null,\"realtime:" + topic
                            + ":b\",\"broadcast\",{\"type\":\"broadcast\",\"event\":\"e\",\"payload\":{\"n\": 1, \"id\": 1},"
                            + "\"meta\":{\"replayed\":true,\"id\":\"" + id + "\"}}]");
        }
    }

    private WireClient open(String vsn) throws Exception {
        var uri = server.url().replace("http", "ws") + "/realtime/v1/websocket?vsn=" + vsn + "&apikey=" + anon;
        return WireClient.open(URI.create(uri));
    }

    private void join(WireClient client, String letters, String config) throws Exception {
        client.send(joining(letters, config));
        assertThat(client.next()).contains("\"status\":\"ok\"");
    }

    private String joining(String letters, String config) {
        return "[\"1\",\"1\",\"realtime:" + topic + letters + "\",\"phx_join\",{\"config\":{" + config
                + "\"private\":true}}]";
    }

    private static String text(WireClient client) throws InterruptedException {
        return new String(client.nextBytes(), StandardCharsets.UTF_8);
    }

    private void run(String sql) throws SQLException {
        try (var connection = server.connectToDatabase();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void runAndRollBack(String sql) throws SQLException {
        run("begin; " + sql + "; rollback");
    }

    private String ask(String sql) throws SQLException {
        try (var connection = server.connectToDatabase();
                var statement = connection.createStatement();
                var found = statement.executeQuery(sql)) {
            return found.next() ? found.getString(1) : "none";
        }
    }
}
