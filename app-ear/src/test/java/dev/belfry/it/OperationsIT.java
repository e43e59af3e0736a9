package dev.belfry.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.change.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.node.ObjectNode;

/** What an operator is shown. */
@ExtendWith(RunningServer.Extension.class)
class OperationsIT {

    private final RunningServer server;

    OperationsIT(RunningServer server) {
        this.server = server;
    }

    @Test
    void metricsCountWhatGoesOverTheSockets() throws Exception {
        var joins = metric("belfry_joins");
        var received = metric("belfry_messages_received");
        var bytes = metric("belfry_received_bytes");
        var sent = metric("belfry_messages_sent");
        var broadcasts = metric("belfry_deliveries", "kind=\"broadcast\"");
        var presences = metric("belfry_presences");
        try (var client = open()) {
            join(client, "realtime:metrics", "{\"broadcast\":{\"self\":true}}");
            client.send("[\"1\",\"2\",\"realtime:metrics\",\"broadcast\",{\"type\":\"broadcast\",\"event\":\"e\"}]");
            assertThat(client.next()).contains("\"event\":\"e\"");
            client.send(
                    "[\"1\",\"3\",\"realtime:metrics\",\"presence\",{\"type\":\"presence\",\"event\":\"track\",\"payload\":{}}]");
            assertThat(client.next()).contains("\"phx_reply\"");
            assertThat(client.next()).contains("\"presence_state\"");

            assertThat(metric("belfry_sockets")).isPositive();
            assertThat(metric("belfry_channels")).isPositive();
            assertThat(metric("belfry_joins")).isEqualTo(joins + 1);
            assertThat(metric("belfry_messages_received")).isEqualTo(received + 3);
            assertThat(metric("belfry_received_bytes")).isGreaterThan(bytes + 150);
            assertThat(metric("belfry_messages_sent")).isGreaterThanOrEqualTo(sent + 4);
            assertThat(metric("belfry_deliveries", "kind=\"broadcast\"")).isEqualTo(broadcasts + 1);
            assertThat(metric("belfry_presences")).isEqualTo(presences + 1);
            assertThat(metric("belfry_presence_joins")).isPositive();

            client.send(
                    "[\"1\",\"4\",\"realtime:metrics\",\"presence\",{\"type\":\"presence\",\"event\":\"untrack\"}]");
            assertThat(client.next()).contains("\"phx_reply\"");
            assertThat(client.next()).contains("\"leaves\"");
            assertThat(metric("belfry_presences")).isEqualTo(presences);
            assertThat(metric("belfry_presence_leaves")).isPositive();
        }
    }

    @Test
    void metricsCountRefusalsByTheirReason() throws Exception {
        try (var client = open()) {
            client.send("[\"1\",\"1\",\"realtime:\",\"phx_join\",{\"config\":{}}]");
            assertThat(client.next()).contains("TopicNameRequired");
        }
        server.get("/realtime/v1/websocket?vsn=2.0.0");
        server.get("/functions/v1/realtime-chat");

        assertThat(metric("belfry_refusals", "reason=\"TopicNameRequired\"", "what=\"join\""))
                .isPositive();
        assertThat(metric("belfry_refusals", "reason=\"key\"", "what=\"upgrade\""))
                .isPositive();
        assertThat(metric("belfry_voice_refusals", "reason=\"unauthorized\"")).isPositive();
    }

    @Test
    void metricsCountBroadcastsOverHttp() throws Exception {
        var before = metric("belfry_http_broadcasts");
        var request = HttpRequest.newBuilder(URI.create(server.url() + "/realtime/v1/api/broadcast"))
                .header("apikey", server.signer().apiKey("service_role"))
                .POST(BodyPublishers.ofString("{\"messages\":[{\"topic\":\"a\",\"event\":\"e\",\"payload\":{}},"
                        + "{\"topic\":\"b\",\"event\":\"e\",\"payload\":{}}]}"))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            assertThat(client.send(request, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(202);
        }

        assertThat(metric("belfry_http_broadcasts")).isEqualTo(before + 2);
    }

    @Test
    @Timeout(60)
    void readinessSaysWhatBecomesOfEachPart() throws Exception {
        var checks = checks();
        while (!checks.path("changes").has("lagBytes")) { // the slot is looked at now and then
            Thread.sleep(50);
            checks = checks();
        }

        assertThat(checks.propertyNames()).containsExactlyInAnyOrder("database", "changes", "sockets", "voice");
        assertThat(checks.path("changes").propertyNames())
                .contains("source", "why", "slot", "since", "lagBytes", "retainedBytes", "walStatus");
        assertThat(checks.path("sockets").path("open").isNumber()).isTrue();
        assertThat(checks.path("voice").propertyNames()).contains("provider", "sessions", "upstream");
    }

    /** The data of each check of readiness, by its name. */
    private ObjectNode checks() throws IOException, InterruptedException {
        var checks = Json.MAPPER.createObjectNode();
        for (var check : Json.MAPPER.readTree(server.get("/health/ready")).path("checks")) {
            assertThat(check.path("status").asString()).as(check.toString()).isEqualTo("UP");
            checks.set(check.path("name").asString(), check.path("data"));
        }
        return checks;
    }

    @Test
    void metricsSayHowLongChangesTake() throws Exception {
        var count = metric("belfry_change_latency_count");
        var changes = metric("belfry_deliveries", "kind=\"change\"");
        try (var client = open();
                var database = server.connectToDatabase()) {
            join(client, "realtime:latency", """
                    {"postgres_changes":[{"event":"UPDATE","schema":"public","table":"challenges"}]}""");
            assertThat(client.next()).contains("Subscribed to PostgreSQL");
            try (var update = database.createStatement()) {
                update.execute(
                        "update public.challenges set title = title where id = (select min(id::text)::uuid from public.challenges)");
            }
            assertThat(client.next()).contains("postgres_changes");

            assertThat(metric("belfry_deliveries", "kind=\"change\"")).isGreaterThan(changes);
            assertThat(metric("belfry_change_latency_count")).isGreaterThan(count);
            assertThat(metric("belfry_change_latency_bucket", "le=\"+Inf\""))
                    .isEqualTo(metric("belfry_change_latency_count"));
            assertThat(metric("belfry_change_latency_sum")).isPositive();
        }
    }

    @Test
    void describesWhatItSpeaks() throws Exception {
        var openapi = Json.MAPPER.readTree(server.get("/openapi.json"));
        var asyncapi = Json.MAPPER.readTree(server.get("/asyncapi.json"));

        assertThat(openapi.path("openapi").asString()).startsWith("3.");
        assertThat(openapi.path("paths").has("/rest/v1/{table}")).isTrue();
        assertThat(asyncapi.path("asyncapi").asString()).startsWith("3.");
        assertThat(asyncapi.path("channels").path("realtime").path("address").asString())
                .isEqualTo("/realtime/v1/websocket");
    }

    private WireClient open() throws Exception {
        var key = server.signer().apiKey("service_role");
        var url = server.url().replace("http:", "ws:") + "/realtime/v1/websocket?vsn=2.0.0&apikey=" + key;
        return WireClient.open(URI.create(url));
    }

    private static void join(WireClient client, String topic, String config) throws Exception {
        client.send("[\"1\",\"1\",\"" + topic + "\",\"phx_join\",{\"config\":" + config + "}]");
        assertThat(client.next()).contains("\"status\":\"ok\"");
    }

    /** The value of the one line with that name and those labels; 0 if there is none yet. */
    private double metric(String name, String... labels) throws IOException, InterruptedException {
        return server.get("/metrics")
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> Stream.of(labels).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
