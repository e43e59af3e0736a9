package dev.belfry.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.change.Json;
import dev.belfry.voice.openai.FakeOpenAi;
import dev.belfry.voice.openai.FakeOpenAi.Behaviour;
import dev.belfry.voice.scripted.Sounds;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The voice functions as they run: pages' sockets through Liberty and back by Tyrus, to a server that behaves as OpenAI does. */
@Timeout(120)
class VoiceIT {

    private static final String CHAT = "/functions/v1/realtime-chat";
    private static final String TOKEN = "/functions/v1/openai-realtime-token";
    private static final String HELLO = "{\"type\":\"conversation.item.create\",\"item\":{\"type\":\"message\","
            + "\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"%s\"}]}}";

    private static FakeOpenAi openAi;
    private static RunningServer server;

    private final String user = UUID.randomUUID().toString();
    private final String token = token(user);

    @BeforeAll
    static void start() throws Exception {
        openAi = new FakeOpenAi();
        server = RunningServer.start(
                "voice",
                Map.of(
                        "BELFRY_OPENAI_API_KEY",
                        FakeOpenAi.KEY,
                        "BELFRY_OPENAI_URL",
                        openAi.url().toString(),
                        "BELFRY_ALLOWED_ORIGINS",
                        "https://portal.example.com",
                        "BELFRY_VOICE_INSTRUCTIONS",
                        "the server's own",
                        "BELFRY_VOICE_MAX_OUTPUT_TOKENS",
                        "500"));
    }

    @AfterAll
    static void stop() throws IOException {
        try {
            assertThat(server.log()).doesNotContain(FakeOpenAi.KEY).doesNotContain("eyJ");
        } finally {
            server.close();
            openAi.close();
        }
    }

    @Test
    void pagesAndProbesAreToldTheProvider() throws Exception {
        assertThat(server.get("/config.json")).contains("\"voice\":\"openai\"");
        assertThat(server.get("/health/ready")).contains("\"name\":\"voice\"", "\"provider\":\"openai\"");
        assertThat(server.get("/metrics?scope=application")).contains("belfry_voice_sessions");
    }

    @Test
    void aBetaPageTalks() throws Exception {
        try (var page = open("access_token=" + token)) {
            var created = next(page, "session.created");
            assertThat(created.toString()).contains("\"modalities\"").doesNotContain("own");
            assertThat(next(page, "session.updated")
                            .at("/session/input_audio_format")
                            .asString())
                    .isEqualTo("pcm16");

            speak(page);

            next(page, "input_audio_buffer.speech_started");
            next(page, "conversation.item.created");
            assertThatItIsWhole(page, "response.audio.delta", 40);
            next(page, "response.done");
        }
        assertThatNothingIsLeft();
        var first = Json.MAPPER.readTree(openAi.events().getFirst());
        assertThat(first.at("/session/instructions").asString()).isEqualTo("the server's own");
        assertThat(first.at("/session/max_output_tokens").asInt()).isEqualTo(500);
        assertThat(openAi.requests().getLast()).doesNotContainKeys("openai-beta", "sec-websocket-protocol");
    }

    @Test
    void aGeneralPageTalks() throws Exception {
        try (var page = open("api=ga&access_token=" + token)) {
            next(page, "session.updated");
            page.send(HELLO.formatted("/say 20"));
            page.send("{\"type\":\"response.create\"}");

            assertThatItIsWhole(page, "response.output_audio.delta", 200);
        }
        assertThatNothingIsLeft();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Authorization: Bearer %s | '' | modalities",
                "Sec-WebSocket-Protocol: realtime, belfry-token.%s | realtime | modalities",
                "Sec-WebSocket-Protocol: realtime, openai-insecure-api-key.%s | realtime | output_modalities",
                "Sec-WebSocket-Protocol: realtime, openai-insecure-api-key.%s, openai-beta.realtime-v1 | realtime | modalities",
            })
    void aTokenComesInOtherWaysToo(String header, String answered, String form) throws Exception {
        try (var page = new RawSocket(uri(CHAT, "x=1"), header.formatted(token))) {
            assertThat(page.answered()).startsWith("HTTP/1.1 101");
            assertThat(page.answered().toLowerCase(Locale.ROOT).contains("sec-websocket-protocol: realtime"))
                    .isEqualTo(!answered.isEmpty());
            assertThat(next(page, "session.created").path("session").has(form)).isTrue();
        }
    }

    @Test
    void aTicketIsGoodForOneSocket() throws Exception {
        var answer = post(CHAT + "/ticket", token);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        var ticket = Json.MAPPER.readTree(answer.body()).path("ticket").asString();

        try (var page = open("ticket=" + ticket)) {
            next(page, "session.created");
        }

        assertThat(upgrade("ticket=" + ticket)).startsWith("HTTP/1.1 401").contains("unauthorized");
        assertThat(post(CHAT + "/ticket", ticket).statusCode()).isEqualTo(401);
    }

    @Test
    void whoMayNotIsRefusedBeforeTheUpgrade() throws Exception {
        var expired = server.signer()
                .sign(Map.of(
                        "role",
                        "authenticated",
                        "sub",
                        user,
                        "exp",
                        Instant.now().getEpochSecond() - 5));

        assertThat(upgrade("x=1")).startsWith("HTTP/1.1 401").contains("A user's token is missing");
        assertThat(upgrade("access_token=nonsense")).startsWith("HTTP/1.1 401").contains("not a valid JWT");
        assertThat(upgrade("access_token=" + expired))
                .startsWith("HTTP/1.1 401")
                .contains("Token has expired");
        assertThat(upgrade("access_token=" + server.signer().apiKey("anon")))
                .startsWith("HTTP/1.1 403")
                .contains("user_required");
        assertThat(upgrade("access_token=" + token, "Origin: https://elsewhere.example.com"))
                .startsWith("HTTP/1.1 403")
                .contains("origin_not_allowed");
        assertThat(upgrade("access_token=" + token, "Origin: https://portal.example.com"))
                .startsWith("HTTP/1.1 101");
        assertThat(upgrade("topic=" + "x".repeat(247) + "&access_token=" + token))
                .startsWith("HTTP/1.1 400")
                .contains("invalid_topic");
    }

    @Test
    void aThirdSessionOfAUserIsRefused() throws Exception {
        try (var one = open("access_token=" + token);
                var two = open("access_token=" + token)) {
            next(one, "session.created");
            next(two, "session.created");

            assertThat(upgrade("access_token=" + token))
                    .startsWith("HTTP/1.1 429")
                    .contains("too_many_sessions", "2 voice sessions per user at once");
            assertThat(upgrade("access_token=" + token(UUID.randomUUID().toString())))
                    .startsWith("HTTP/1.1 101");
        }
    }

    @Test
    void whatIsNoSocketIsToldSo() throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create(server.url() + CHAT)).header("Authorization", "Bearer " + token);

        assertThat(send(request).statusCode()).isEqualTo(426);
        assertThat(send(request).body()).contains("upgrade_required");
    }

    @Test
    void aFrameThatIsNotAllowedIsAnsweredAndOneThatIsFarTooLargeClosesTheSocket() throws Exception {
        try (var page = open("access_token=" + token)) {
            page.send("{\"type\":\"conversation.item.delete\",\"event_id\":\"mine\"}");
            assertThat(next(page, "error").at("/error/event_id").asString()).isEqualTo("mine");
            page.send("{\"type\":\"input_audio_buffer.append\",\"audio\":\"" + "A".repeat(300_000) + "\"}");
            assertThat(next(page, "error").at("/error/code").asString()).isEqualTo("message_too_large");

            page.send("x".repeat(2_000_000));

            assertThat(last(page)).isEqualTo("closed 1009");
        }
        assertThatNothingIsLeft();
    }

    @Test
    void theProvidersEndIsThePagesEnd() throws Exception {
        try (var page = open("access_token=" + token)) {
            page.send(HELLO.formatted("/close 1001"));
            assertThat(next(page, "error").at("/error/code").asString()).isEqualTo("session_expired");
            assertThat(last(page)).isEqualTo("closed 1001");
        }
        try (var page = open("access_token=" + token)) {
            next(page, "session.created");
            openAi.kill();
            assertThat(next(page, "error").at("/error/code").asString()).isEqualTo("provider_lost");
            assertThat(last(page)).isEqualTo("closed 1012");
        }
        assertThatNothingIsLeft();
    }

    @Test
    void aPageWhoseProcessIsKilledLeavesNothing() throws Exception {
        var process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        RawSocket.class.getName(),
                        uri(CHAT, "access_token=" + token).toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var output = process.inputReader()) {
            assertThat(output.readLine()).startsWith("HTTP/1.1 101");
            while (openAi.connections() == 0) {
                Thread.sleep(20);
            }
        } finally {
            process.destroyForcibly();
        }
        assertThatNothingIsLeft();
    }

    @Test
    void aPageThatTakesNothingIsClosed() throws Exception {
        try (var page = open("api=ga&access_token=" + token)) {
            page.send(HELLO.formatted("/burst 600"));
            page.send("{\"type\":\"response.create\"}");

            assertThatNothingIsLeft();
        }
    }

    @Test
    void aPageThatDoesNotReadLosesNothingAndHarmsNobody() throws Exception {
        try (var slow = open("api=ga&access_token=" + token);
                var quick = open("api=ga&access_token=" + token)) {
            for (var page : new RawSocket[] {slow, quick}) {
                page.send(HELLO.formatted("/burst 120"));
                page.send("{\"type\":\"response.create\"}");
            }

            assertThatItIsWhole(quick, "response.output_audio.delta", 1_200);
            assertThatItIsWhole(slow, "response.output_audio.delta", 1_200);
        }
    }

    @Test
    void whatIsSaidIsToldOnATopicOfWhoMayWriteThere() throws Exception {
        var topic = "conversation:" + UUID.randomUUID();
        var service = server.signer()
                .sign(Map.of(
                        "role",
                        "service_role",
                        "sub",
                        user,
                        "exp",
                        Instant.now().getEpochSecond() + 600));
        try (var channel = WireClient.open(URI.create(server.url().replace("http", "ws")
                        + "/realtime/v1/websocket?vsn=2.0.0&apikey="
                        + server.signer().apiKey("service_role")));
                var page = open("topic=" + topic + "&access_token=" + service)) {
            channel.send("[\"1\",\"1\",\"realtime:" + topic + "\",\"phx_join\",{\"config\":{\"private\":true}}]");
            assertThat(channel.next()).contains("\"ok\"");

            speak(page);

            assertThat(new String(channel.nextBytes(), StandardCharsets.UTF_8))
                    .contains("transcript", "\"speaker\":\"user\"", user, "I spoke for");
            assertThat(new String(channel.nextBytes(), StandardCharsets.UTF_8))
                    .contains("\"speaker\":\"assistant\"", "You have been heard.");
        }
    }

    @Test
    void anEphemeralTokenHasBothForms() throws Exception {
        var answer = post(TOKEN, token);

        assertThat(answer.statusCode()).isEqualTo(200);
        var body = Json.MAPPER.readTree(answer.body());
        assertThat(body.path("value").asString()).startsWith("ek_");
        assertThat(body.at("/client_secret/value")).isEqualTo(body.path("value"));
        assertThat(body.at("/client_secret/expires_at").asLong())
                .isBetween(Instant.now().getEpochSecond() + 40, Instant.now().getEpochSecond() + 70);
        assertThat(body.path("modalities")).hasSize(2);
        assertThat(body.path("voice").asString()).isEqualTo("alloy");
        assertThat(body.at("/session/audio/output/voice").asString()).isEqualTo("alloy");
        assertThat(answer.body()).doesNotContain("own").doesNotContain("sk-");
        assertThat(openAi.bodies().getLast()).contains("the server's own", "\"seconds\":60");
    }

    @ParameterizedTest
    @CsvSource({
        "401, 503, voice_not_configured",
        "400, 503, voice_not_configured",
        "429, 429, provider_busy",
        "500, 502, provider_unavailable"
    })
    void whatTheProviderRefusesIsSaidWithoutItsWords(int refused, int status, String code) throws Exception {
        openAi.next(new Behaviour.Status(refused));

        var answer = post(TOKEN, token);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(code).doesNotContain("sk-").doesNotContain("Incorrect");
    }

    @Test
    void aTokenIsForSignedInUsersOfAllowedPages() throws Exception {
        assertThat(post(TOKEN, server.signer().apiKey("anon")).statusCode()).isEqualTo(403);
        assertThat(post(TOKEN, "nonsense").statusCode()).isEqualTo(401);
        var request = HttpRequest.newBuilder(URI.create(server.url() + TOKEN))
                .header("Authorization", "Bearer " + token)
                .header("Origin", "https://portal.example.com");
        assertThat(send(request).statusCode()).isEqualTo(405);
        var preflight = send(HttpRequest.newBuilder(URI.create(server.url() + TOKEN))
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", "https://portal.example.com")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization, content-type"));
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                .contains("https://portal.example.com");
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers"))
                .contains("authorization, content-type");
    }

    private static String token(String user) {
        return server.signer()
                .sign(Map.of(
                        "role",
                        "authenticated",
                        "sub",
                        user,
                        "exp",
                        Instant.now().getEpochSecond() + 600));
    }

    private static RawSocket open(String query) throws IOException {
        var page = new RawSocket(uri(CHAT, query));
        assertThat(page.answered()).startsWith("HTTP/1.1 101");
        return page;
    }

    private static String upgrade(String query, String... headers) throws IOException {
        try (var page = new RawSocket(uri(CHAT, query), headers)) {
            return page.answered();
        }
    }

    private static URI uri(String path, String query) {
        return URI.create(server.url().replace("http", "ws") + path + "?" + query);
    }

    private static HttpResponse<String> post(String path, String token) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofString("{}")));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }

    private static void speak(RawSocket page) throws IOException {
        for (var sound : new byte[][] {Sounds.loud(500), Sounds.silence(1_200)}) {
            for (var from = 0; from < sound.length; from += 4_800) {
                var piece = Arrays.copyOfRange(sound, from, Math.min(sound.length, from + 4_800));
                page.send("{\"type\":\"input_audio_buffer.append\",\"audio\":\""
                        + Base64.getEncoder().encodeToString(piece) + "\"}");
            }
        }
    }

    /** So many pieces of sound come, whose samples are numbered from 0 on. */
    private static void assertThatItIsWhole(RawSocket page, String type, int pieces) throws IOException {
        for (var piece = 0; piece < pieces; piece++) {
            var sound =
                    Base64.getDecoder().decode(next(page, type).path("delta").asString());
            var first = (short) ((sound[0] & 0xff) | (sound[1] << 8));
            assertThat(first).isEqualTo((short) (piece * 2_400));
        }
    }

    private static JsonNode next(RawSocket page, String type) throws IOException {
        while (true) {
            var frame = page.next();
            assertThat(frame).as("an event %s", type).startsWith("{");
            var event = Json.MAPPER.readTree(frame);
            if (event.path("type").asString().equals(type)) {
                return event;
            }
        }
    }

    private static String last(RawSocket page) throws IOException {
        while (true) {
            var frame = page.next();
            if (frame.startsWith("closed") || frame.equals("gone")) {
                return frame;
            }
        }
    }

    /** Neither of this server's sessions, nor of the connections behind them. */
    private static void assertThatNothingIsLeft() throws Exception {
        while (openAi.connections() > 0 || !server.get("/health/ready").contains("\"sessions\":0")) {
            Thread.sleep(20);
        }
    }
}
