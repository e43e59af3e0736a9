package dev.belfry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server whose voice is not OpenAI's, and one without any. */
@Timeout(240)
class VoiceWithoutKeyIT {

    private static final String CHAT = "/functions/v1/realtime-chat";

    @Test
    void anotherProviderSpeaksHasNoTokensAndSaysGoodByeWhenTheServerStops() throws Exception {
        try (var server = RunningServer.start("voice-scripted", Map.of("BELFRY_VOICE_PROVIDER", "scripted"))) {
            assertThat(server.get("/config.json")).contains("\"voice\":\"scripted\"");
            assertThat(post(server, "/functions/v1/openai-realtime-token"))
                    .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(501))
                    .satisfies(answer -> assertThat(answer.body()).contains("scripted", "BELFRY_OPENAI_API_KEY"));

            try (var page = new RawSocket(uri(server), "Authorization: Bearer " + token(server))) {
                assertThat(page.next()).contains("session.created");
                assertThat(page.next()).contains("session.updated");

                server.stop();

                assertThat(page.next()).contains("server_stopping");
                assertThat(page.next()).isEqualTo("closed 1001");
            }
        }
    }

    @Test
    void withoutAnyItSaysWhatToSet() throws Exception {
        try (var server = RunningServer.start("voice-off", Map.of("BELFRY_VOICE_PROVIDER", "off"))) {
            assertThat(server.get("/config.json")).contains("\"voice\":\"off\"");
            assertThat(post(server, "/functions/v1/openai-realtime-token"))
                    .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(503))
                    .satisfies(answer -> assertThat(answer.body()).contains("voice_off", "BELFRY_OPENAI_API_KEY"));
            try (var page = new RawSocket(uri(server), "Authorization: Bearer " + token(server))) {
                assertThat(page.answered()).startsWith("HTTP/1.1 503").contains("voice_off", "BELFRY_OPENAI_API_KEY");
            }
        }
    }

    private static URI uri(RunningServer server) {
        return URI.create(server.url().replace("http", "ws") + CHAT + "?api=ga");
    }

    private static HttpResponse<String> post(RunningServer server, String path) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(server.url() + path))
                    .header("Authorization", "Bearer " + token(server))
                    .POST(BodyPublishers.noBody())
                    .build();
            return client.send(request, BodyHandlers.ofString());
        }
    }

    private static String token(RunningServer server) {
        return server.signer()
                .sign(Map.of(
                        "role",
                        "authenticated",
                        "sub",
                        "ada",
                        "exp",
                        Instant.now().getEpochSecond() + 600));
    }
}
