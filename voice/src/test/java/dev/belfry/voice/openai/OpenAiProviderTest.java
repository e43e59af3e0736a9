package dev.belfry.voice.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.access.TokenSigner;
import dev.belfry.domain.voice.Heard;
import dev.belfry.domain.voice.ProviderContract;
import dev.belfry.domain.voice.VoiceProvider;
import dev.belfry.voice.openai.FakeOpenAi.Behaviour;
import dev.belfry.voice.scripted.Sounds;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiProviderTest extends ProviderContract {

    private static final String SESSION = "{\"type\":\"session.update\",\"session\":{\"type\":\"realtime\"}}";

    private static final ScheduledExecutorService CLOCK = Executors.newSingleThreadScheduledExecutor();

    /** One for each test, so that none meets what another has ordered. */
    private final FakeOpenAi openAi = new FakeOpenAi();

    private final OpenAiProvider provider = provider(FakeOpenAi.KEY, openAi.url());

    OpenAiProviderTest() throws IOException {}

    @AfterEach
    void nothingIsLeft() throws Exception {
        leg.close();
        while (provider.connections() > 0 || openAi.connections() > 0) {
            Thread.sleep(10);
        }
        openAi.close();
    }

    @AfterAll
    static void stopClock() {
        CLOCK.shutdownNow();
    }

    private static OpenAiProvider provider(String key, URI url) {
        return provider(key, url, CLOCK);
    }

    private static OpenAiProvider provider(String key, URI url, ScheduledExecutorService clock) {
        return new OpenAiProvider(
                new OpenAi(url, key, "gpt-realtime-2.1"),
                new TokenSigner("a secret of at least 32 characters"),
                Executors.newVirtualThreadPerTaskExecutor(),
                clock);
    }

    /** A clock that goes when it is told to. */
    private static final class Pings extends ScheduledThreadPoolExecutor {

        private final List<Runnable> due = new CopyOnWriteArrayList<>();

        Pings() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long first, long delay, TimeUnit unit) {
            due.add(task);
            return super.schedule(() -> {}, 0, unit);
        }

        void ping() {
            due.forEach(Runnable::run);
        }
    }

    /** The next connection is met with that: the one that every test has must be there before it. */
    private void order(Behaviour behaviour) throws InterruptedException {
        heard.next("session.created");
        openAi.next(behaviour);
    }

    @Override
    protected VoiceProvider provider() {
        return provider;
    }

    @Override
    protected byte[] speech() {
        return Sounds.loud(800);
    }

    @Test
    void withoutAKeyItSaysWhatToSet() {
        assertThat(new OpenAiProvider(
                                new OpenAi(OpenAi.URL, null, "m"),
                                new TokenSigner("a secret of at least 32 characters"),
                                Runnable::run,
                                CLOCK)
                        .problems())
                .containsExactly("BELFRY_OPENAI_API_KEY must be set, to a key of OpenAI's.");
    }

    @Test
    void theKeyAndTheModelAreSentAndTheUserIsNotNamed() throws Exception {
        heard.next("session.updated");

        var request = openAi.requests().getLast();
        assertThat(request)
                .containsEntry(":request", "GET /v1/realtime?model=gpt-realtime-2.1 HTTP/1.1")
                .containsEntry("authorization", "Bearer " + FakeOpenAi.KEY)
                .doesNotContainKeys("openai-beta", "sec-websocket-protocol", "sec-websocket-extensions");
        assertThat(request.get("openai-safety-identifier")).hasSize(64).doesNotContain(String.valueOf(ADA.subject()));
    }

    @ParameterizedTest
    @CsvSource({"401, 3000", "403, 3000", "404, 1008", "429, 1013", "500, 1013", "503, 1013"})
    void aRefusedUpgradeIsACloseCode(int status, int code) throws Exception {
        order(new Behaviour.Status(status));
        var refused = new Heard();

        var other = provider.open(ADA, refused);

        assertThat(refused.end()).startsWith(code + " ").doesNotContain(FakeOpenAi.KEY);
        assertThat(refused.faults()).isEmpty();
        assertThat(other.send("{}").toCompletableFuture()).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void nobodyThereIsALostConnection() throws Exception {
        var refused = new Heard();

        var other =
                provider(FakeOpenAi.KEY, URI.create("http://127.0.0.1:1/v1")).open(ADA, refused);

        assertThat(refused.end()).startsWith("1006 ");
        other.close();
    }

    @Test
    void aWrongKeyIsToldAfterTheUpgrade() throws Exception {
        var refused = new Heard();

        provider("sk-wrong", openAi.url()).open(ADA, refused);

        assertThat(refused.next("error").at("/error/code").asString()).isEqualTo("invalid_api_key");
        assertThat(refused.end()).startsWith("3000 ");
    }

    @Test
    void aLostConnectionIsTold() throws Exception {
        heard.next("session.updated");

        openAi.kill();

        assertThat(heard.end()).startsWith("1006 ");
    }

    @Test
    void whoeverDoesNotAnswerPingsIsLost() throws Exception {
        var pings = new Pings();
        order(new Behaviour.Stubborn());
        var left = new Heard();
        var others = provider(FakeOpenAi.KEY, openAi.url(), pings);
        var other = others.open(ADA, left);
        other.send("{}").toCompletableFuture().get(10, TimeUnit.SECONDS);

        pings.ping();
        pings.ping();

        assertThat(left.end()).startsWith("1006 ");
    }

    @Test
    void whoeverIsNotReadFromIsNotLost() throws Exception {
        var pings = new Pings();
        var slow = new Heard();
        slow.pause();
        var others = provider(FakeOpenAi.KEY, openAi.url(), pings);
        var other = others.open(ADA, slow);
        other.send(SESSION).toCompletableFuture().get(10, TimeUnit.SECONDS);
        slow.next("session.created");

        pings.ping();
        pings.ping();
        pings.ping();
        slow.ready();

        slow.next("session.updated");
        other.close();
        assertThat(slow.end()).startsWith("1000 ");
    }

    @Test
    void whoeverDoesNotAnswerACloseIsLeftAllTheSame() throws Exception {
        order(new Behaviour.Stubborn());
        var left = new Heard();
        var other = provider.open(ADA, left);
        while (openAi.connections() < 2) {
            Thread.sleep(5);
        }

        other.close();

        assertThat(left.end()).startsWith("1000 "); // and nothing is left, as nothingIsLeft() sees
    }

    @Test
    void closedBeforeItIsThereItIsClosedAllTheSame() throws Exception {
        var gate = new CompletableFuture<Void>();
        order(new Behaviour.Wait(gate));
        var early = new Heard();

        provider.open(ADA, early).close();
        assertThat(early.end()).startsWith("1000 ");
        gate.complete(null);

        heard.next("session.updated"); // and nothing is left, as nothingIsLeft() sees
        assertThat(early.faults()).isEmpty();
    }
}
