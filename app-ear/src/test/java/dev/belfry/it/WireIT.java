package dev.belfry.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.access.TokenSigner;
import dev.belfry.domain.change.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The frames themselves, and what comes of bad ones. */
@ExtendWith(RunningServer.Extension.class)
class WireIT {

    private static final String SECRET_OF_OTHERS = "a secret of somebody else, 32 characters";

    private final RunningServer server;
    private final String anonKey;

    WireIT(RunningServer server) throws IOException, InterruptedException {
        this.server = server;
        anonKey =
                Json.MAPPER.readTree(server.get("/config.json")).path("anonKey").asString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/realtime/v1/websocket", "/socket/websocket"})
    void aJoinIsAnsweredWithItsBindingsAndTheirIds(String path) throws Exception {
        try (var client = connect(path, "2.0.0")) {
            client.send("""
                    ["6","7","realtime:room:1","phx_join",{"config":{"postgres_changes":[
                    {"event":"*","schema":"public","table":"challenges"},
                    {"event":"INSERT","schema":"public","table":"challenges","filter":"status=eq.open"}]}}]""");

            assertThat(client.next())
                    .isEqualTo(
                            "[\"6\",\"7\",\"realtime:room:1\",\"phx_reply\",{\"status\":\"ok\",\"response\":{\"postgres_changes\":["
                                    + "{\"event\":\"*\",\"schema\":\"public\",\"table\":\"challenges\",\"id\":1},"
                                    + "{\"event\":\"INSERT\",\"schema\":\"public\",\"table\":\"challenges\",\"filter\":\"status=eq.open\",\"id\":2}"
                                    + "]}}]");
            assertThat(client.next())
                    .isEqualTo(
                            "[\"6\",null,\"realtime:room:1\",\"system\",{\"extension\":\"postgres_changes\",\"status\":\"ok\","
                                    + "\"message\":\"Subscribed to PostgreSQL\",\"channel\":\"room:1\"}]");
        }
    }

    @Test
    void version1SpeaksInObjects() throws Exception {
        try (var client = connect("/realtime/v1/websocket", "1.0.0")) {
            client.send(
                    "{\"topic\":\"realtime:a\",\"event\":\"phx_join\",\"payload\":{\"config\":{}},\"ref\":\"1\",\"join_ref\":\"1\"}");

            assertThat(client.next())
                    .isEqualTo("{\"topic\":\"realtime:a\",\"event\":\"phx_reply\",\"payload\":{\"status\":\"ok\","
                            + "\"response\":{\"postgres_changes\":[]}},\"ref\":\"1\"}");
        }
    }

    @Test
    void aHeartbeatIsAnswered() throws Exception {
        try (var client = connect()) {
            client.send("[null,\"12\",\"phoenix\",\"heartbeat\",{}]");

            assertThat(client.next())
                    .isEqualTo("[null,\"12\",\"phoenix\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]");
        }
    }

    @Test
    void leavingIsAnsweredAndThenTheChannelCloses() throws Exception {
        try (var client = connect()) {
            join(client, "realtime:a");
            client.send("[\"6\",\"15\",\"realtime:a\",\"phx_leave\",{}]");

            assertThat(client.next())
                    .isEqualTo("[\"6\",\"15\",\"realtime:a\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]");
            assertThat(client.next()).isEqualTo("[\"6\",\"6\",\"realtime:a\",\"phx_close\",{}]");
        }
    }

    @Test
    void leavingWhatWasNeverJoinedIsAnsweredToo() throws Exception {
        try (var client = connect()) {
            client.send("[null,\"3\",\"realtime:a\",\"phx_leave\",{}]");

            assertThat(client.next())
                    .isEqualTo("[null,\"3\",\"realtime:a\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]");
        }
    }

    @Test
    void aSecondJoinEndsTheFirst() throws Exception {
        try (var client = connect()) {
            join(client, "realtime:a");
            client.send("[\"9\",\"9\",\"realtime:a\",\"phx_join\",{\"config\":{}}]");

            assertThat(client.next()).isEqualTo("[\"6\",\"6\",\"realtime:a\",\"phx_close\",{}]");
            assertThat(client.next()).startsWith("[\"9\",\"9\",\"realtime:a\",\"phx_reply\",{\"status\":\"ok\"");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"realtime: | TopicNameRequired: You must provide a topic name", "other:a   | unmatched topic"})
    void aTopicThatIsNoneIsRefused(String topic, String reason) throws Exception {
        try (var client = connect()) {
            client.send("[\"6\",\"6\",\"" + topic + "\",\"phx_join\",{\"config\":{}}]");

            assertThat(client.next())
                    .isEqualTo("[\"6\",\"6\",\"" + topic
                            + "\",\"phx_reply\",{\"status\":\"error\",\"response\":{\"reason\":\"" + reason + "\"}}]");
        }
    }

    @Test
    void aBadTokenRefusesTheJoinAndNothingElse() throws Exception {
        try (var client = connect()) {
            for (var token : Map.of(
                            "not.a.jwt",
                            "MalformedJWT: The token provided is not a valid JWT",
                            new TokenSigner(SECRET_OF_OTHERS).apiKey("anon"),
                            "JwtSignatureError: Failed to validate JWT signature")
                    .entrySet()) {
                client.send("[\"6\",\"6\",\"realtime:a\",\"phx_join\",{\"config\":{},\"access_token\":\""
                        + token.getKey() + "\"}]");

                assertThat(client.next()).contains("\"status\":\"error\"", token.getValue());
            }
            join(client, "realtime:a");

            assertThat(server.log()).doesNotContain(new TokenSigner(SECRET_OF_OTHERS).apiKey("anon"));
        }
    }

    @Test
    void aBadNewTokenEndsTheChannel() throws Exception {
        try (var client = connect()) {
            join(client, "realtime:a");
            client.send("[\"6\",\"7\",\"realtime:a\",\"access_token\",{\"access_token\":\"not.a.jwt\"}]");

            assertThat(client.next()).contains("\"system\"", "The token provided is not a valid JWT");
            assertThat(client.next()).isEqualTo("[\"6\",\"6\",\"realtime:a\",\"phx_close\",{}]");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "{}",
                "[]",
                "[1,2,3]",
                "\"text\"",
                "null",
                "",
                "[null,\"1\",7,\"heartbeat\",{}]",
                "[null,{},\"phoenix\",\"heartbeat\",{}]",
                "[null,\"1\",\"phoenix\",\"heartbeat\",[]]",
                "[[[[[[[[",
                "[null,\"1\",\"phoenix\",\"heartbeat\",{}]]"
            })
    void aFrameThatIsNoneIsDroppedAndTheSocketLives(String frame) throws Exception {
        try (var client = connect();
                var other = connect()) {
            client.send(frame);
            client.send(new byte[] {3, 1, 2});
            client.send("[null,\"12\",\"phoenix\",\"heartbeat\",{}]");
            other.send("[null,\"13\",\"phoenix\",\"heartbeat\",{}]");

            assertThat(client.next()).startsWith("[null,\"12\"");
            assertThat(other.next()).startsWith("[null,\"13\"");
            assertThat(server.log()).contains("MalformedWebSocketMessage");
        }
    }

    @Test
    void anUpgradeWithoutAGoodKeyIsRefusedInJson() throws Exception {
        var unsigned = "eyJhbGciOiJub25lIn0.eyJyb2xlIjoiYW5vbiIsImV4cCI6OTk5OTk5OTk5OX0.";

        assertThat(upgrade("vsn=2.0.0")).isEqualTo("401 {\"error\":\"API key is missing\"}");
        assertThat(upgrade("vsn=2.0.0&apikey=nonsense"))
                .isEqualTo("401 {\"error\":\"The token provided is not a valid JWT\"}");
        assertThat(upgrade("vsn=2.0.0&apikey=" + new TokenSigner(SECRET_OF_OTHERS).apiKey("anon")))
                .isEqualTo("401 {\"error\":\"Failed to validate JWT signature\"}");
        assertThat(upgrade("vsn=2.0.0&apikey=" + unsigned))
                .isEqualTo("401 {\"error\":\"The token provided is not a valid JWT\"}");
        assertThat(upgrade("vsn=3.0.0&apikey=" + anonKey)).isEqualTo("403 ");
        assertThat(server.log()).doesNotContain(anonKey).doesNotContain(unsigned);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/started", "/health/live", "/health/ready"})
    void eachProbeIsUp(String path) throws Exception {
        assertThat(request(path).statusCode()).isEqualTo(200);
        assertThat(request(path).body()).contains("\"status\":\"UP\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/functions/v1/openai-realtime-token", "/functions/v1/realtime-chat"})
    void voiceAsksForAToken(String path) throws Exception {
        assertThat(request(path).statusCode()).isEqualTo(401);
    }

    private void join(WireClient client, String topic) throws Exception {
        client.send("[\"6\",\"6\",\"" + topic + "\",\"phx_join\",{\"config\":{}}]");
        assertThat(client.next()).startsWith("[\"6\",\"6\",\"" + topic + "\",\"phx_reply\",{\"status\":\"ok\"");
    }

    private WireClient connect() throws Exception {
        return connect("/realtime/v1/websocket", "2.0.0");
    }

    private WireClient connect(String path, String version) throws Exception {
        var key = URLEncoder.encode(anonKey, StandardCharsets.UTF_8);
        return WireClient.open(
                URI.create(server.url().replace("http", "ws") + path + "?apikey=" + key + "&vsn=" + version));
    }

    private String upgrade(String query) throws Exception {
        var response = request("/realtime/v1/websocket?" + query);
        return response.statusCode() + " " + response.body();
    }

    private HttpResponse<String> request(String path) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(server.url() + path)).build(), BodyHandlers.ofString());
        }
    }
}
