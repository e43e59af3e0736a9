package dev.belfry.voice.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.access.TokenSigner;
import dev.belfry.domain.change.Json;
import dev.belfry.domain.voice.Transcript;
import dev.belfry.domain.voice.VoiceProvider;
import dev.belfry.voice.events.ClientPolicy;
import dev.belfry.voice.events.PageEvents.Form;
import dev.belfry.voice.openai.FakeOpenAi;
import dev.belfry.voice.openai.FakeOpenAi.Behaviour;
import dev.belfry.voice.openai.OpenAi;
import dev.belfry.voice.openai.OpenAiProvider;
import dev.belfry.voice.scripted.Sounds;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The relay between pages and a real WebSocket server that behaves as OpenAI does. */
@Timeout(60)
class RelayTest {

    private static final Claims ADA = new Claims("{}", "authenticated", "ada", Instant.MAX);
    private static final String SESSION = """
            {"type":"session.update","session":{"type":"realtime","instructions":"the server's own","audio":{"output":{"voice":"alloy"}}}}""";
    private static final Limits LIMITS = new Limits(
            10,
            2,
            Duration.ofMinutes(30),
            240,
            Duration.ofMinutes(5),
            256 << 10,
            1 << 20,
            1_000,
            1 << 20,
            4 << 20,
            1 << 30,
            Duration.ofSeconds(10));

    private final AtomicLong clock = new AtomicLong();
    private final List<Transcript> transcripts = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final TestPage page = new TestPage();
    private FakeOpenAi openAi;
    private OpenAiProvider provider;
    private Quotas quotas;
    private Relays relays;

    @BeforeEach
    void start() throws IOException {
        openAi = new FakeOpenAi();
        provider = provider(FakeOpenAi.KEY);
        use(LIMITS);
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        relays.stop();
        while (provider.connections() + openAi.connections() + relays.count() + quotas.taken() > 0) {
            Thread.sleep(5);
        }
        openAi.close();
        scheduler.shutdownNow();
        threads.close();
    }

    private OpenAiProvider provider(String key) {
        return provider(key, openAi.url());
    }

    private OpenAiProvider provider(String key, URI url) {
        return new OpenAiProvider(
                new OpenAi(url, key, "gpt-realtime-2.1"),
                new TokenSigner("a secret of at least 32 characters"),
                threads,
                scheduler);
    }

    private void use(Limits limits) {
        quotas = new Quotas(limits, clock::get);
        relays = new Relays(new Relays.Common(
                SESSION,
                new ClientPolicy.Rules(Set.of("alloy", "ash"), "gpt-transcribe", 4096),
                limits,
                scheduler,
                transcripts::add,
                clock::get));
    }

    private Relay open(Form form) {
        return open(form, page, provider);
    }

    private Relay open(Form form, Page page, VoiceProvider by) {
        var place = ((Quotas.Answer.Taken) quotas.take("ada")).place();
        assertThat(place.claim()).isTrue();
        return relays.open(new Conversation(ADA, form, "room:1", place), page, by);
    }

    @Test
    void theServersSessionComesFirstAndThePageDoesNotSeeItsInstructions() throws Exception {
        open(Form.GENERAL);

        assertThat(page.text("session.created")).contains("\"realtime.session\"");
        var updated = page.text("session.updated");

        assertThat(updated).contains("alloy").doesNotContain("own");
        assertThat(openAi.events()).containsExactly(SESSION);
    }

    @Test
    void whatAGeneralPageSaysArrivesByteForByte() throws Exception {
        var relay = open(Form.GENERAL);
        page.next("session.updated");
        var said = List.of(
                "{ \"type\":\"input_audio_buffer.append\", \"audio\":\"AAAA\" }",
                "{\"event_id\":\"1\",\"type\":\"input_audio_buffer.clear\",\"n\":1.50}",
                "{\"type\":\"conversation.item.create\",\"item\":{\"type\":\"message\",\"role\":\"user\","
                        + "\"content\":[{\"type\":\"input_text\",\"text\":\"\\u00e9 é\"}]}}");

        said.forEach(relay::received);
        page.next("conversation.item.done");

        assertThat(openAi.events()).endsWith(said.toArray(String[]::new));
    }

    @Test
    void whatTheProviderSaysArrivesByteForByteAtAGeneralPage() throws Exception {
        open(Form.GENERAL);
        page.next("session.updated");
        var text = "{ \"event_id\":\"x\", \"type\":\"response.output_audio.delta\",\"delta\":\"AA/+==\", \"n\":1.50 }";

        openAi.say(text);

        page.awaitAudio(1);
        assertThat(page.text("response.output_audio.delta")).isEqualTo(text);
    }

    @Test
    void aBetaPageIsUnderstoodAndHearsWhatItKnows() throws Exception {
        var relay = open(Form.UNDECIDED);
        assertThat(page.next("session.created").at("/session/modalities")).hasSize(2);
        assertThat(page.next("session.updated").at("/session/voice").asString()).isEqualTo("alloy");

        relay.received("""
                {"type":"session.update","session":{"voice":"ash","instructions":"mine","turn_detection":null}}""");
        assertThat(page.next("session.updated").at("/session/voice").asString()).isEqualTo("ash");
        ask(relay, "Hello");

        assertThat(page.text("response.audio.delta")).contains("\"delta\"");
        page.next("response.audio_transcript.done");
        assertThat(page.next("response.done").at("/response/status").asString()).isEqualTo("completed");
        assertThat(openAi.events().get(1)).contains("\"type\":\"realtime\"").doesNotContain("mine");
    }

    @Test
    void aPageThatWritesGeneralSessionsIsAGeneralPage() throws Exception {
        var relay = open(Form.UNDECIDED);
        relay.received("{\"type\":\"session.update\",\"session\":{\"type\":\"realtime\"}}");
        page.next("session.updated");
        ask(relay, "Hello");

        page.next("response.output_audio.delta");
    }

    @Test
    void whatIsSaidBeforeTheProviderIsThereArrivesInOrder() throws Exception {
        var gate = new CompletableFuture<Void>();
        openAi.next(new Behaviour.Wait(gate));
        var relay = open(Form.GENERAL);
        var said = new String[50];
        for (var i = 0; i < said.length; i++) {
            said[i] = "{\"type\":\"input_audio_buffer.append\",\"event_id\":\"" + i + "\",\"audio\":\"AAAA\"}";
            relay.received(said[i]);
        }

        gate.complete(null);
        relay.received("{\"type\":\"input_audio_buffer.clear\"}");
        page.next("input_audio_buffer.cleared");

        assertThat(openAi.events()).startsWith(SESSION).containsSubsequence(said);
    }

    @Test
    void nothingIsSaidBeforeTheServersSessionIsTaken() {
        var taken = new CompletableFuture<Void>();
        var said = new CopyOnWriteArrayList<String>();
        var relay = open(Form.GENERAL, page, new Talkative(taken, said));

        relay.received("{\"type\":\"input_audio_buffer.clear\"}");
        assertThat(said).containsExactly(SESSION);

        taken.complete(null);
        assertThat(said).containsExactly(SESSION, "{\"type\":\"input_audio_buffer.clear\"}");
    }

    /** Speaks before it has taken anything. */
    private record Talkative(CompletableFuture<Void> taken, List<String> said) implements VoiceProvider {

        @Override
        public String name() {
            return "talkative";
        }

        @Override
        public List<String> problems() {
            return List.of();
        }

        @Override
        public Leg open(Claims caller, Listener listener) {
            listener.opened();
            var unused = listener.event("{\"type\":\"session.created\",\"session\":{}}");
            return new Leg() {
                @Override
                public CompletionStage<Void> send(String frame) {
                    said.add(frame);
                    return taken;
                }

                @Override
                public void close() {
                    listener.closed(1000, "closed");
                }
            };
        }
    }

    @Test
    void earlyWordsAreBounded() throws Exception {
        openAi.next(new Behaviour.Mute());
        var relay = open(Form.GENERAL);

        for (var i = 0; i < 9 && !page.isEnded(); i++) {
            clock.addAndGet(Duration.ofSeconds(1).toNanos());
            relay.received(append(new byte[150_000]));
        }

        assertThat(page.errorCode()).isEqualTo("buffer_overflow");
        assertThat(page.ending()).isEqualTo(Ending.PROVIDER_SLOW);
    }

    @Test
    void audioOfAnAnswerThatIsInterruptedIsDropped() throws Exception {
        var relay = open(Form.GENERAL);
        page.next("session.updated");
        ask(relay, "/say 20");
        page.awaitAudio(5);

        speak(relay);
        while (relays.totals().audioDropped() == 0) {
            Thread.sleep(5); // and nothing of it is read meanwhile
        }

        assertThat(relays.totals().audioDropped()).isGreaterThanOrEqualTo(5);
        assertThat(page.next("response.done")
                        .at("/response/status_details/reason")
                        .asString())
                .isEqualTo("turn_detected");
    }

    @Test
    void withoutInterruptionAudioIsKept() throws Exception {
        var relay = open(Form.GENERAL);
        relay.received("""
                {"type":"session.update","session":{"type":"realtime","audio":{"input":{"turn_detection":
                 {"type":"server_vad","silence_duration_ms":500,"interrupt_response":false,"create_response":false}}}}}""");
        page.next("session.updated");
        page.next("session.updated");
        ask(relay, "/say 2");
        page.awaitAudio(5);

        relay.received(append(Sounds.loud(100)));
        page.awaitAudio(20);

        assertThat(relays.totals().audioDropped()).isZero();
    }

    @Test
    void audioOfAnAnswerThatThePageCancelsIsDropped() throws Exception {
        var relay = open(Form.GENERAL);
        ask(relay, "/say 20");
        page.awaitAudio(5);

        relay.received("{\"type\":\"response.cancel\"}");

        assertThat(relays.totals().audioDropped()).isGreaterThanOrEqualTo(5);
        assertThat(page.next("response.done").at("/response/status").asString()).isEqualTo("cancelled");
    }

    @Test
    void aPageThatHasNoRoomSlowsItsProviderAndNobodyElse() throws Exception {
        var slow = open(Form.GENERAL);
        var quickPage = new TestPage();
        var quick = open(Form.GENERAL, quickPage, provider);
        page.next("session.updated");
        quickPage.next("session.updated");
        page.fill();

        ask(slow, "/burst 300");
        ask(quick, "/burst 300");
        quickPage.awaitAudio(3_000);
        assertThat(page.audioWaiting()).isZero();

        page.empty();
        page.awaitAudio(3_000);
    }

    @Test
    void whatIsSaidBecomesATranscript() throws Exception {
        var relay = open(Form.GENERAL);
        var session = page.next("session.created").at("/session/id").asString();

        speak(relay);
        page.next("response.done");

        assertThat(transcripts)
                .extracting(Transcript::speaker)
                .containsExactly(Transcript.Speaker.USER, Transcript.Speaker.ASSISTANT);
        assertThat(transcripts).allSatisfy(transcript -> {
            assertThat(transcript.user()).isEqualTo(ADA);
            assertThat(transcript.conversation()).isEqualTo(session);
            assertThat(transcript.topic()).isEqualTo("room:1");
            assertThat(transcript.text()).isNotBlank();
            assertThat(transcript.toString()).doesNotContain(transcript.text());
        });
        assertThat(relays.totals().answers()).isEqualTo(1);
        assertThat(relays.totals().tokens()).isPositive();
    }

    @Test
    void aFunctionThatWasCalledMayBeAnsweredOnce() throws Exception {
        var relay = open(Form.GENERAL);
        ask(relay, "/call navigate");
        var call = page.next("response.function_call_arguments.done").path("call_id");
        var output = "{\"type\":\"conversation.item.create\",\"event_id\":\"second\",\"item\":"
                + "{\"type\":\"function_call_output\",\"call_id\":" + call + ",\"output\":\"{}\"}}";
        page.next("response.done");

        relay.received(output);
        assertThat(page.next("conversation.item.added").at("/item/call_id")).isEqualTo(call);
        relay.received(output);

        assertThat(page.next("error").at("/error/event_id").asString()).isEqualTo("second");
    }

    @Test
    void whatIsNotAllowedIsAnsweredAndAPageThatKeepsOnIsClosed() throws Exception {
        var relay = open(Form.GENERAL);
        relay.received("no json");
        assertThat(page.errorCode()).isEqualTo("invalid_json");
        relay.receivedBinary();
        assertThat(page.errorCode()).isEqualTo("invalid_json");
        relay.received("{\"type\":\"conversation.item.delete\",\"event_id\":\"e\",\"item_id\":\"i\"}");
        assertThat(page.next("error").at("/error/event_id").asString()).isEqualTo("e");
        relay.received("{\"type\":\"input_audio_buffer.append\",\"audio\":\"" + "A".repeat(256 << 10) + "\"}");
        assertThat(page.errorCode()).isEqualTo("message_too_large");
        assertThat(page.isEnded()).isFalse();

        for (var i = 0; i < 7; i++) {
            relay.received("{\"type\":\"x\"}");
        }

        assertThat(page.ending()).isEqualTo(Ending.POLICY);
        assertThat(relays.totals().eventsRefused()).isEqualTo(11);
        assertThat(openAi.events()).doesNotContain("no json");
    }

    @Test
    void tooMuchIsNotTakenAndAPageThatKeepsOnIsClosed() throws Exception {
        var relay = open(Form.GENERAL);
        page.next("session.updated");
        for (var i = 0; i < 7; i++) {
            relay.received(append(new byte[140_000]));
        }

        assertThat(page.next("error").path("error").toString())
                .contains("rate_limit_exceeded", "1048576 bytes")
                .contains("wait ");
        assertThat(page.isEnded()).isFalse();
        for (var i = 0; i < 10; i++) {
            relay.received(append(new byte[140_000]));
        }

        assertThat(page.ending()).isEqualTo(Ending.TOO_FAST);
    }

    @ParameterizedTest
    @CsvSource({
        "1000, PROVIDER_DONE, session_ended",
        "1001, EXPIRED, session_expired",
        "1011, PROVIDER_LOST, provider_lost",
        "1013, PROVIDER_LOST, provider_lost",
        "4000, PROVIDER_FAILED, provider_failed",
    })
    void theProvidersEndIsThePages(int code, Ending ending, String reason) throws Exception {
        var relay = open(Form.GENERAL);
        page.next("session.updated");

        ask(relay, "/close " + code);

        assertThat(page.errorCode()).isEqualTo(reason);
        assertThat(page.ending()).isEqualTo(ending);
    }

    @Test
    void aProviderThatIsKilledEndsThePage() throws Exception {
        open(Form.GENERAL);
        page.next("session.updated");

        openAi.kill();

        assertThat(page.ending()).isEqualTo(Ending.PROVIDER_LOST);
        assertThat(relays.totals().failed()).isEqualTo(1);
    }

    @Test
    void aProviderWhoseProcessIsKilledEndsThePage() throws Exception {
        var process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FakeOpenAi.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var output = process.inputReader()) {
            var other = provider(FakeOpenAi.KEY, URI.create(output.readLine()));
            open(Form.GENERAL, page, other);
            page.next("session.updated");

            process.destroyForcibly();

            assertThat(page.errorCode()).isEqualTo("provider_lost");
            assertThat(page.ending()).isEqualTo(Ending.PROVIDER_LOST);
            while (other.connections() > 0) {
                Thread.sleep(5);
            }
        } finally {
            process.destroyForcibly();
        }
        assertThat(relays.count()).isZero();
        assertThat(quotas.taken()).isZero();
    }

    @Test
    void aPageThatGoesLeavesNothing() throws Exception {
        var relay = open(Form.GENERAL);
        page.next("session.updated");

        relay.gone();
        relay.gone();

        assertThat(relays.count()).isZero();
        assertThat(quotas.taken()).isZero();
        // and nothing is left at the provider, as nothingIsLeft() sees
    }

    @Test
    void aThousandConversationsLeaveNothing() throws Exception {
        for (var i = 0; i < 1_000; i++) {
            open(Form.GENERAL).gone();
        }

        assertThat(relays.count()).isZero();
        assertThat(quotas.taken()).isZero();
    }

    @Test
    void whatFailsBeforeItBeginsIsTriedOnceMore() throws Exception {
        openAi.next(new Behaviour.Close(1011));
        var relay = open(Form.GENERAL);
        relay.received("{\"type\":\"input_audio_buffer.clear\"}");

        page.next("session.created");
        page.next("input_audio_buffer.cleared");

        assertThat(openAi.requests()).hasSize(2);
    }

    @Test
    void aProviderThatStaysAwayIsSaidToBe() throws Exception {
        openAi.next(new Behaviour.Status(503));
        openAi.next(new Behaviour.Status(503));
        open(Form.GENERAL);

        assertThat(page.errorCode()).isEqualTo("provider_unavailable");
        assertThat(page.ending()).isEqualTo(Ending.UNAVAILABLE);
        assertThat(openAi.requests()).hasSize(2);
    }

    @Test
    void aProviderThatSaysNothingIsTriedOnceMore() throws Exception {
        openAi.next(new Behaviour.Mute());
        open(Form.GENERAL);
        while (openAi.connections() == 0) {
            Thread.sleep(5);
        }

        clock.addAndGet(Duration.ofSeconds(11).toNanos());
        relays.tick();

        page.next("session.created");
    }

    @Test
    void aBadKeyIsTheOperatorsToKnow() throws Exception {
        open(Form.GENERAL, page, provider("sk-wrong"));

        var error = page.text("error");

        assertThat(error).contains("voice_not_configured").doesNotContain("sk-").doesNotContain("api_key");
        assertThat(page.ending()).isEqualTo(Ending.NOT_CONFIGURED);
        assertThat(openAi.requests()).hasSize(1);
    }

    @Test
    void anErrorOfThePagesOwnPasses() throws Exception {
        var relay = open(Form.GENERAL);

        relay.received("{\"type\":\"response.cancel\",\"event_id\":\"mine\"}");

        assertThat(page.next("error").at("/error/event_id").asString()).isEqualTo("mine");
        assertThat(page.isEnded()).isFalse();
    }

    @Test
    void aSessionIsSoLongAndNoLonger() throws Exception {
        var relay = open(Form.GENERAL);
        for (var i = 0; i <= 30; i++) {
            assertThat(page.isEnded()).isFalse();
            clock.addAndGet(Duration.ofMinutes(1).toNanos());
            relay.received("{\"type\":\"input_audio_buffer.clear\"}");
            relays.tick();
        }

        assertThat(page.errorCode()).isEqualTo("session_expired");
        assertThat(page.ending()).isEqualTo(Ending.EXPIRED);
    }

    @Test
    void silenceForTooLongEndsIt() throws Exception {
        var relay = open(Form.GENERAL);
        page.next("session.updated");
        for (var i = 0; i < 16 && !page.isEnded(); i++) {
            clock.addAndGet(Duration.ofSeconds(20).toNanos());
            relay.received(append(Sounds.silence(20)));
            relays.tick();
        }

        assertThat(page.ending()).isEqualTo(Ending.IDLE);
    }

    @Test
    void aPageThatDoesNotAnswerPingsIsGone() throws Exception {
        open(Form.GENERAL);
        page.next("session.updated");
        clock.addAndGet(Duration.ofSeconds(21).toNanos());
        relays.tick();
        assertThat(page.pings()).isEqualTo(1);

        clock.addAndGet(Duration.ofSeconds(25).toNanos());
        relays.tick();

        assertThat(page.ending()).isEqualTo(Ending.GONE);
    }

    @Test
    void minutesAreCountedAndUsedUp() throws Exception {
        use(new Limits(
                10,
                2,
                Duration.ofMinutes(30),
                1,
                Duration.ofMinutes(5),
                256 << 10,
                1 << 20,
                1_000,
                1 << 20,
                4 << 20,
                1 << 30,
                Duration.ofSeconds(10)));
        var relay = open(Form.GENERAL);
        page.next("session.updated");
        for (var i = 0; i < 62 && !page.isEnded(); i++) {
            clock.addAndGet(Duration.ofSeconds(1).toNanos());
            relay.heard();
            relays.tick();
        }

        assertThat(page.ending()).isEqualTo(Ending.QUOTA);
        assertThat(quotas.take("ada")).isInstanceOfSatisfying(Quotas.Answer.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo("quota_exceeded");
            assertThat(refused.waitMillis()).isPositive();
        });
        assertThat(quotas.take("ben"))
                .isInstanceOfSatisfying(
                        Quotas.Answer.Taken.class, taken -> taken.place().giveBack());
    }

    @Test
    void theServersStopIsTold() throws Exception {
        open(Form.GENERAL);
        page.next("session.updated");

        relays.stop();

        assertThat(page.errorCode()).isEqualTo("server_stopping");
        assertThat(page.ending()).isEqualTo(Ending.STOPPING);
    }

    private static void ask(Relay relay, String text) {
        relay.received("{\"type\":\"conversation.item.create\",\"item\":{\"type\":\"message\",\"role\":\"user\","
                + "\"content\":[{\"type\":\"input_text\",\"text\":\"" + text + "\"}]}}");
        relay.received("{\"type\":\"response.create\"}");
    }

    /** As a microphone gives it. */
    private static void speak(Relay relay) {
        for (var sound : List.of(Sounds.loud(500), Sounds.silence(1_200))) {
            for (var from = 0; from < sound.length; from += 4_800) {
                relay.received(append(Arrays.copyOfRange(sound, from, Math.min(sound.length, from + 4_800))));
            }
        }
    }

    private static String append(byte[] sound) {
        return Json.MAPPER
                .createObjectNode()
                .put("type", "input_audio_buffer.append")
                .put("audio", Base64.getEncoder().encodeToString(sound))
                .toString();
    }
}
