package dev.belfry.voice.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.belfry.domain.access.Claims;
import dev.belfry.domain.change.Json;
import dev.belfry.voice.assistant.Message.Speaker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class AssistantTest {

    private static final Claims ADA =
            new Claims("{}", "authenticated", "11111111-1111-1111-1111-111111111111", Instant.MAX);
    private static final Claims NOBODY = new Claims("{}", "anon", null, Instant.MAX);

    private static final ExecutorService THREADS = Executors.newSingleThreadExecutor();

    private final RememberedChallenges challenges = new RememberedChallenges();
    private final List<Message> conversation = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "how many challenges are open | There are 2 open challenges.",
                "How many open challenges are there? | There are 2 open challenges.",
                "how many challenges are there | There are 2 challenges.",
                "how many challenges do i have | You have no challenges.",
                "what is new | The newest challenge is: Less paper. Before it came: Safer roads.",
                "what's new? | The newest challenge is: Less paper. Before it came: Safer roads.",
                "show me the latest challenges | The newest challenge is: Less paper. Before it came: Safer roads.",
                "thank you very much | You are welcome.",
                "stop | All right.",
                "never mind | All right.",
            })
    void answersFromTheDatabase(String said, String answer) throws Exception {
        assertThat(ask(ADA, said)).isEqualTo(answer);
        assertThat(challenges.drafts).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "create a new challenge about recycling | Recycling",
                "make a draft challenge called cleaner air in town | Cleaner air in town",
                "please create a challenge with the title less noise | Less noise",
                "Create a challenge about recycling. | Recycling",
            })
    void makesADraft(String said, String title) throws Exception {
        assertThat(ask(ADA, said)).isEqualTo("I have made a draft of a challenge called " + title + ".");
        assertThat(challenges.drafts).containsExactly(title);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"how many challenges are open", "what is new", "create a challenge about recycling", "help"})
    void saysThatTheDemoIsNotThere(String said) throws Exception {
        challenges.areThere = false;

        assertThat(ask(ADA, said)).contains("the demo, which is not in this database");
        assertThat(challenges.drafts).isEmpty();
    }

    @Test
    void asksForTheTitleThatWasNotSaid() throws Exception {
        assertThat(ask(ADA, "create a new challenge")).isEqualTo("What should the challenge be called?");
        assertThat(ask(ADA, "cleaner air")).isEqualTo("I have made a draft of a challenge called Cleaner air.");

        assertThat(challenges.drafts).containsExactly("Cleaner air");
    }

    @Test
    void nothingCanBelongToNobody() throws Exception {
        assertThat(ask(NOBODY, "create a challenge about recycling")).contains("signed in");
        assertThat(ask(NOBODY, "how many challenges do i have")).contains("signed in");
        assertThat(challenges.drafts).isEmpty();
    }

    @Test
    void saysWhatItCanDoWhenItDoesNotUnderstand() throws Exception {
        assertThat(ask(ADA, "tell me a joke"))
                .startsWith("I did not understand that.")
                .contains("how many challenges");
    }

    @Test
    void greetsWhoeverHasSaidNothing() throws Exception {
        assertThat(assistant(null)
                        .answer(ADA, "", List.of())
                        .toCompletableFuture()
                        .get())
                .startsWith("Hello.");
    }

    @Nested
    class GivenATextModel {

        private final BlockingQueue<JsonNode> asked = new LinkedBlockingQueue<>();
        private final HttpServer server = server();
        private volatile int status = 200;
        private volatile String body = """
                {"choices":[{"message":{"role":"assistant","content":" Two bells met. "}}]}""";

        @BeforeEach
        void start() {
            server.createContext("/v1/chat/completions", exchange -> {
                asked.add(Json.MAPPER.readTree(exchange.getRequestBody().readAllBytes()));
                var answer = body.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
            });
            server.start();
        }

        @AfterEach
        void stop() {
            server.stop(0);
        }

        @Test
        void itAnswersWhatNothingElseDoes() throws Exception {
            assertThat(ask(ADA, "tell me a joke", "")).isEqualTo("Two bells met.");
            assertThat(ask(ADA, "how many challenges are open", "/v1/")).isEqualTo("There are 2 open challenges.");

            var request = asked.poll(5, TimeUnit.SECONDS);
            assertThat(request.path("model").asString()).isEqualTo("small");
            assertThat(request.at("/messages/0").toString())
                    .isEqualTo("{\"role\":\"system\",\"content\":\"Be brief.\"}");
            assertThat(request.at("/messages/1").toString())
                    .isEqualTo("{\"role\":\"user\",\"content\":\"tell me a joke\"}");
            assertThat(asked).isEmpty();
        }

        @Test
        void everyWayToWriteItsAddressLeadsToIt() throws Exception {
            for (var path : List.of("", "/", "/v1", "/v1/chat/completions")) {
                assertThat(ask(ADA, "tell me a joke", path)).isEqualTo("Two bells met.");
            }
        }

        @Test
        void whoeverAskedHearsThatItFailed() throws Exception {
            status = 500;
            assertThat(ask(ADA, "tell me a joke", "")).contains("does not answer");
            status = 200;
            body = "no json";
            assertThat(ask(ADA, "tell me a joke", "")).contains("does not answer");
            body = "{}";
            assertThat(ask(ADA, "tell me a joke", "")).contains("does not answer");
            server.stop(0);
            assertThat(ask(ADA, "tell me a joke", "")).contains("does not answer");
        }

        private String ask(Claims caller, String said, String path) throws Exception {
            var address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
            return AssistantTest.this.ask(assistant(new TextModel(address, "small", null)), caller, said);
        }

        private static HttpServer server() {
            try {
                return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private String ask(Claims caller, String said) throws Exception {
        return ask(assistant(null), caller, said);
    }

    private String ask(Assistant assistant, Claims caller, String said) throws Exception {
        conversation.add(new Message(Speaker.USER, said));
        var answer = assistant
                .answer(caller, "Be brief.", conversation)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        conversation.add(new Message(Speaker.ASSISTANT, answer));
        return answer;
    }

    private Assistant assistant(@Nullable TextModel model) {
        return new Assistant(challenges, model, THREADS);
    }
}
