package dev.belfry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The two routes of broadcast, and presence, over HTTP: every row of the table of statuses that needs no database policy. */
@ExtendWith(RunningServer.Extension.class)
class HttpBroadcastIT {

    private static final String JSON = "application/json";

    private final RunningServer server;
    private final String anon;
    private final String service;
    private final String topic = "room:" + UUID.randomUUID();

    HttpBroadcastIT(RunningServer server) {
        this.server = server;
        anon = server.signer().apiKey("anon");
        service = server.signer().apiKey("service_role");
    }

    @ParameterizedTest
    @CsvSource({"/realtime/v1/api", "/api"})
    void aBatchIsHeardByEachTopic(String base) throws Exception {
        try (var listener = join(anon, "{}")) {
            var answer = post(base + "/broadcast", anon, JSON, """
                    {"messages":[{"topic":"%s","event":"e","payload":{"n":1.50}},
                                 {"topic":"%s","event":"e","payload":{},"id":"42"},
                                 {"topic":"elsewhere","event":"e","payload":{}}]}""".formatted(topic, topic));

            assertThat(answer).isEqualTo("202 ");
            assertThat(listener.next())
                    .isEqualTo("[null,null,\"realtime:" + topic
                            + "\",\"broadcast\",{\"payload\":{\"n\":1.50},\"event\":\"e\",\"type\":\"broadcast\"}]");
            assertThat(listener.next()).contains("\"meta\":{\"id\":\"42\"}");
        }
    }

    @Test
    void aBatchToAPrivateTopicWithoutTheRightIsAcceptedAndNotHeard() throws Exception {
        try (var listener = join(service, "{\"private\":true}")) {
            var message =
                    "{\"messages\":[{\"topic\":\"" + topic + "\",\"event\":\"%s\",\"payload\":{},\"private\":true}]}";

            assertThat(post("/realtime/v1/api/broadcast", anon, JSON, message.formatted("forbidden")))
                    .isEqualTo("202 ");
            assertThat(post("/realtime/v1/api/broadcast", service, JSON, message.formatted("allowed")))
                    .isEqualTo("202 ");
            assertThat(listener.next()).contains("allowed");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{} | 422 {\"errors\":{\"messages\":[\"can't be blank\"]}}",
                "{\"messages\":7} | 422 {\"errors\":{\"messages\":[\"is invalid\"]}}",
                "{\"messages\":[]} | 422 {\"errors\":{\"messages\":[\"can't be blank\"]}}",
                "{\"messages\":[{\"topic\":\"t\",\"event\":\"e\"}]} | 422 {\"errors\":{\"messages\":[{\"payload\":[\"can't be blank\"]}]}}",
                "{\"messages\":[{\"topic\":\"t\",\"event\":\"e\",\"payload\":{}},{\"topic\":\"\",\"event\":5,\"payload\":[]}]}"
                        + " | 422 {\"errors\":{\"messages\":[{},{\"topic\":[\"can't be blank\"],\"event\":[\"is invalid\"],\"payload\":[\"is invalid\"]}]}}",
                "no json | 400 {\"message\":\"The body must be JSON: {\\\"messages\\\":[…]}\"}",
                "{\"n\":1e99999999999} | 400 {\"message\":\"The body must be JSON: {\\\"messages\\\":[…]}\"}",
            })
    void aBatchThatIsNoneIsRefusedByFieldAndMessage(String body, String answer) throws Exception {
        assertThat(post("/realtime/v1/api/broadcast", anon, JSON, body)).isEqualTo(answer);
    }

    @Test
    void aBatchThatIsTooLongIsRefusedByTheLimitsName() throws Exception {
        var message = "{\"topic\":\"t\",\"event\":\"e\",\"payload\":{}}";
        var body = "{\"messages\":[" + (message + ",").repeat(500) + message + "]}";

        assertThat(post("/realtime/v1/api/broadcast", anon, JSON, body))
                .startsWith("429 {\"message\":\"Too many messages to broadcast, please reduce the batch size\"")
                .contains("500 messages per request");
    }

    @Test
    void oneMessageIsHeardWithItsOwnPayload() throws Exception {
        try (var listener = join(anon, "{}")) {
            assertThat(single("e%20%C3%A9%2Fx", "", anon, JSON, "[1,\"é\"]")).isEqualTo("202 ");

            assertThat(listener.nextBytes())
                    .endsWith("[1,\"é\"]".getBytes(StandardCharsets.UTF_8))
                    .contains("e é/x".getBytes(StandardCharsets.UTF_8));
            assertThat(single("bytes", "", anon, "application/octet-stream", "\u0001\u0002"))
                    .isEqualTo("202 ");
            assertThat(listener.nextBytes())
                    .startsWith(4, 9 + topic.length(), 5, 0, 0)
                    .endsWith(1, 2);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~ | application/json | no json | 400 {\"message\":\"The body must be JSON, as its content type says\"}",
                "~~ | text/plain | x | 415 {\"error\":\"Unsupported Media Type. Use application/json or application/octet-stream\"}",
                "?private=true | application/json | {} | 403 {\"message\":\"Unauthorized\"}",
                "?persist=true | application/json | {} | 422 {\"errors\":{\"persist\":[\"can only be used on private channels\"]}}",
                "?persist[ttl]=60 | application/json | {} | 422 {\"errors\":{\"persist\":[\"can only be used on private channels\"]}}",
            })
    void oneMessageIsRefusedWithItsStatus(String query, String type, String body, String answer) throws Exception {
        assertThat(single("e", query.replace("[", "%5B").replace("]", "%5D"), anon, type, body))
                .isEqualTo(answer);
    }

    @Test
    void oneMessageThatIsTooLargeIsRefused() throws Exception {
        assertThat(single("e", "", anon, JSON, "\"" + "x".repeat(1_000_000) + "\""))
                .isEqualTo("422 {\"errors\":{\"payload\":[\"Payload size exceeds tenant limit\"]}}");
        assertThat(single("e".repeat(256), "", anon, JSON, "{}")).startsWith("422 {\"errors\":{\"event\":");
    }

    @Test
    void nobodyBroadcastsWithoutAGoodToken() throws Exception {
        var expired =
                server.signer().sign(Map.of("role", "anon", "exp", Instant.now().getEpochSecond() - 5));

        assertThat(post("/realtime/v1/api/broadcast", "nonsense", JSON, "{}"))
                .startsWith("401 {\"message\":\"Unauthorized\"")
                .contains("not a valid JWT");
        assertThat(single("e", "", expired, JSON, "{}"))
                .startsWith("401 {\"message\":\"Unauthorized\"")
                .contains("Token has expired");
    }

    @Test
    void presenceIsReadWithoutJoining() throws Exception {
        try (var present = join(anon, "{\"presence\":{\"key\":\"ada\"}}")) {
            present.send("[\"1\",\"2\",\"realtime:" + topic
                    + "\",\"presence\",{\"type\":\"presence\",\"event\":\"track\",\"payload\":{\"at\":\"desk\"}}]");
            assertThat(present.next()).contains("\"ok\"");

            assertThat(get("/realtime/v1/api/presence/" + encoded(topic), anon))
                    .startsWith("200 {\"ada\":{\"metas\":[{\"phx_ref\":\"")
                    .endsWith("\",\"at\":\"desk\"}]}}");
            assertThat(get("/realtime/v1/api/presence/nobody", anon)).isEqualTo("200 {}");
            assertThat(get("/realtime/v1/api/presence/" + encoded(topic) + "?private=true", service))
                    .isEqualTo("200 {}");
            assertThat(get("/realtime/v1/api/presence/" + encoded(topic) + "?private=true", anon))
                    .isEqualTo("403 {\"message\":\"Unauthorized\"}");
        }
    }

    private WireClient join(String key, String config) throws Exception {
        var client = WireClient.open(
                URI.create(server.url().replace("http", "ws") + "/realtime/v1/websocket?vsn=2.0.0&apikey=" + key));
        client.send("[\"1\",\"1\",\"realtime:" + topic + "\",\"phx_join\",{\"config\":" + config + "}]");
        assertThat(client.next()).contains("phx_reply", "\"ok\"");
        return client;
    }

    private String single(String event, String query, String token, String type, String body) throws Exception {
        var path = "/realtime/v1/api/broadcast/" + encoded(topic) + "/events/" + event + query;
        return post(path, token, type, body);
    }

    private String post(String path, String token, String type, String body) throws IOException, InterruptedException {
        return answer(HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Authorization", "bearer " + token)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private String get(String path, String key) throws IOException, InterruptedException {
        return answer(HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("apikey", key)
                .build());
    }

    private static String answer(HttpRequest request) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var response = client.send(request, BodyHandlers.ofString());
            return response.statusCode() + " " + response.body();
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
