package dev.belfry.domain.voice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.access.Claims;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** What every provider keeps to: the events of OpenAI's Realtime API, GA, in its order. */
@Timeout(60)
public abstract class ProviderContract {

    protected static final Claims ADA = new Claims(
            "{\"sub\":\"11111111-1111-1111-1111-111111111111\",\"role\":\"authenticated\"}",
            "authenticated",
            "11111111-1111-1111-1111-111111111111",
            Instant.MAX);

    private static final int BYTES_PER_SECOND = 48_000;
    private static final int FRAME = BYTES_PER_SECOND / 10;
    private static final String SESSION = """
            {"type":"session.update","event_id":"first","session":{"type":"realtime","instructions":"Be brief.",
             "output_modalities":["audio"],"audio":{
              "input":{"format":{"type":"audio/pcm","rate":24000},"transcription":{"model":"gpt-transcribe"},
               "turn_detection":{"type":"server_vad","threshold":0.5,"prefix_padding_ms":300,"silence_duration_ms":500}},
              "output":{"format":{"type":"audio/pcm","rate":24000},"voice":"alloy"}}}}""";

    protected final Heard heard = new Heard();
    protected VoiceProvider.Leg leg;

    /** The provider, ready to be used. */
    protected abstract VoiceProvider provider();

    /** Somebody who says something that is answered: 24 kHz, 16 bits, little-endian, without silence around it. */
    protected abstract byte[] speech();

    @BeforeEach
    void open() throws Exception {
        leg = provider().open(ADA, heard);
        send(SESSION);
    }

    @AfterEach
    void close() throws Exception {
        leg.close();
        leg.close();
        heard.end();
        assertThat(heard.faults()).isEmpty();
    }

    @Test
    void canBeUsed() {
        assertThat(provider().problems()).isEmpty();
        assertThat(provider().name()).matches("[a-z]+");
    }

    @Test
    void theSessionIsCreatedFirstThenUpdatedAsAsked() throws Exception {
        assertThat(heard.next().path("type").asString()).isEqualTo("session.created");
        var session = heard.next("session.updated").path("session");

        assertThat(session.path("type").asString()).isEqualTo("realtime");
        assertThat(session.path("instructions").asString()).isEqualTo("Be brief.");
        assertThat(session.at("/audio/output/voice").asString()).isEqualTo("alloy");
        assertThat(session.at("/audio/input/turn_detection/silence_duration_ms").asInt())
                .isEqualTo(500);
    }

    @Test
    void anUpdateChangesOnlyWhatItNames() throws Exception {
        heard.next("session.updated");

        send("""
                {"type":"session.update","session":{"type":"realtime","audio":{"output":{"speed":1.25}}}}""");

        var session = heard.next("session.updated").path("session");
        assertThat(session.at("/audio/output/speed").asDouble()).isEqualTo(1.25);
        assertThat(session.at("/audio/output/voice").asString()).isEqualTo("alloy");
        assertThat(session.path("instructions").asString()).isEqualTo("Be brief.");
    }

    @Test
    void speechIsHeardWrittenDownAndAnswered() throws Exception {
        say(speech());

        var turn = heard.until("response.done");

        assertThat(Heard.types(turn))
                .containsSubsequence(
                        "input_audio_buffer.speech_started",
                        "input_audio_buffer.speech_stopped",
                        "input_audio_buffer.committed",
                        "conversation.item.added",
                        "conversation.item.done",
                        "response.created",
                        "response.output_item.added",
                        "conversation.item.added",
                        "response.content_part.added",
                        "response.output_audio.delta",
                        "response.output_audio.done",
                        "response.output_audio_transcript.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "conversation.item.done",
                        "response.done");
        assertThat(Heard.types(turn)).contains("response.output_audio_transcript.delta");
        assertThat(only(turn, "response.done").getFirst().at("/response/status").asString())
                .isEqualTo("completed");
        assertThatAudioIsWhole(turn);
        assertThatTextsAreWhole(turn);
        var said = only(turn, "input_audio_buffer.committed").getFirst().path("item_id");
        assertThat(transcript(turn).path("item_id")).isEqualTo(said);
        assertThat(transcript(turn).path("transcript").asString()).isNotBlank();
    }

    @Test
    void everyEventHasAnIdOfItsOwn() throws Exception {
        say(speech());

        var ids = heard.until("response.done").stream()
                .map(event -> event.path("event_id").asString(""))
                .toList();

        assertThat(ids).doesNotContain("");
        assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
    }

    @Test
    void aWrittenQuestionIsAnsweredWhenAsked() throws Exception {
        ask("Hello");

        var turn = heard.until("response.done");

        assertThat(Heard.types(turn))
                .containsSubsequence(
                        "conversation.item.added",
                        "conversation.item.done",
                        "response.created",
                        "response.output_audio.delta",
                        "response.done");
        assertThatAudioIsWhole(turn);
    }

    @Test
    void anAnswerMayBeTextAlone() throws Exception {
        item("Hello");
        send("""
                {"type":"response.create","response":{"output_modalities":["text"]}}""");

        var turn = heard.until("response.done");

        assertThat(Heard.types(turn))
                .containsSubsequence("response.output_text.delta", "response.output_text.done")
                .doesNotContain("response.output_audio.delta");
    }

    @Test
    void aResponseIsCancelledByTheClient() throws Exception {
        ask("Hello");
        heard.next("response.output_audio.delta");

        heard.pause();
        send("""
                {"type":"response.cancel"}""");
        heard.ready();

        var done = heard.next("response.done").path("response");
        assertThat(done.path("status").asString()).isEqualTo("cancelled");
        assertThat(done.at("/status_details/reason").asString()).isEqualTo("client_cancelled");
    }

    @Test
    void whoeverSpeaksIntoAnAnswerEndsIt() throws Exception {
        var speech = speech();
        ask("Hello");
        heard.next("response.output_audio.delta");

        heard.pause();
        say(speech);
        heard.ready();

        var done = heard.next("response.done").path("response");
        assertThat(done.path("status").asString()).isEqualTo("cancelled");
        assertThat(done.at("/status_details/reason").asString()).isEqualTo("turn_detected");
        assertThat(heard.next("response.done").at("/response/status").asString())
                .isEqualTo("completed");
    }

    @Test
    void anAnswerIsTruncatedToWhatWasHeard() throws Exception {
        ask("Hello");
        var turn = heard.until("response.done");
        var item = only(turn, "response.output_audio.delta").getFirst().path("item_id");

        send("""
                {"type":"conversation.item.truncate","item_id":%s,"content_index":0,"audio_end_ms":10}""".formatted(item));
        var truncated = heard.next("conversation.item.truncated");
        send("""
                {"type":"conversation.item.truncate","event_id":"far","item_id":%s,"content_index":0,"audio_end_ms":9999999}""".formatted(item));

        assertThat(truncated.path("item_id")).isEqualTo(item);
        assertThat(truncated.path("audio_end_ms").asInt()).isEqualTo(10);
        assertThat(error().path("event_id").asString()).isEqualTo("far");
    }

    @Test
    void withoutTurnDetectionTheClientSaysWhenItHasSpoken() throws Exception {
        send("""
                {"type":"session.update","session":{"type":"realtime","audio":{"input":{"turn_detection":null}}}}""");
        append(speech());
        send("""
                {"type":"input_audio_buffer.commit"}""");
        send("""
                {"type":"response.create"}""");

        assertThat(Heard.types(heard.until("response.done")))
                .doesNotContain("input_audio_buffer.speech_started")
                .containsSubsequence(
                        "input_audio_buffer.committed",
                        "conversation.item.added",
                        "response.created",
                        "response.output_audio.delta",
                        "response.done");
    }

    @Test
    void whatCannotBeDoneIsAnsweredByAnErrorAndTheSessionGoesOn() throws Exception {
        send("no json");
        assertThat(error().path("type").asString()).isEqualTo("invalid_request_error");
        send("""
                {"type":"no.such.event","event_id":"mine"}""");
        assertThat(error().path("event_id").asString()).isEqualTo("mine");
        send("""
                {"type":"response.cancel","event_id":"idle"}""");
        assertThat(error().path("code").asString()).isEqualTo("response_cancel_not_active");
        send("""
                {"type":"input_audio_buffer.commit"}""");
        assertThat(error().path("code").asString()).isEqualTo("input_audio_buffer_commit_empty");

        ask("Hello");
        assertThat(heard.next("response.done").at("/response/status").asString())
                .isEqualTo("completed");
    }

    @Test
    void clearedAudioIsForgotten() throws Exception {
        send("""
                {"type":"session.update","session":{"type":"realtime","audio":{"input":{"turn_detection":null}}}}""");
        append(speech());
        send("""
                {"type":"input_audio_buffer.clear"}""");
        send("""
                {"type":"input_audio_buffer.commit"}""");

        assertThat(Heard.types(heard.until("error"))).contains("input_audio_buffer.cleared");
    }

    @Test
    void aListenerThatIsBusyIsWaitedFor() throws Exception {
        heard.next("session.updated");
        heard.pause();

        ask("Hello");
        heard.next();
        assertThat(heard.waiting()).isZero();

        heard.ready();
        heard.next("response.done");
    }

    protected final void send(String frame) throws Exception {
        leg.send(frame).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    /** Speech, then silence until the turn has ended, as a microphone gives it. */
    protected final void say(byte[] speech) throws Exception {
        append(speech);
        append(new byte[BYTES_PER_SECOND * 3 / 2]);
    }

    protected final void append(byte[] audio) throws Exception {
        for (var from = 0; from < audio.length; from += FRAME) {
            var frame = Arrays.copyOfRange(audio, from, Math.min(audio.length, from + FRAME));
            send("{\"type\":\"input_audio_buffer.append\",\"audio\":\""
                    + Base64.getEncoder().encodeToString(frame) + "\"}");
        }
    }

    private void ask(String text) throws Exception {
        item(text);
        send("""
                {"type":"response.create"}""");
    }

    private void item(String text) throws Exception {
        send("""
                {"type":"conversation.item.create","item":{"type":"message","role":"user",
                 "content":[{"type":"input_text","text":"%s"}]}}""".formatted(text));
    }

    private JsonNode error() throws InterruptedException {
        return heard.next("error").path("error");
    }

    /** It may come before the response or after it, any time after the commit. */
    private JsonNode transcript(List<JsonNode> turn) throws InterruptedException {
        var type = "conversation.item.input_audio_transcription.completed";
        var early = only(turn, type);
        return early.isEmpty() ? heard.next(type) : early.getFirst();
    }

    private static void assertThatAudioIsWhole(List<JsonNode> turn) {
        var bytes = only(turn, "response.output_audio.delta").stream()
                .mapToInt(
                        event -> Base64.getDecoder().decode(event.path("delta").asString()).length)
                .boxed()
                .toList();
        assertThat(bytes).isNotEmpty().allMatch(length -> length > 0 && length % 2 == 0);
    }

    private static void assertThatTextsAreWhole(List<JsonNode> turn) {
        var spoken = new StringBuilder();
        only(turn, "response.output_audio_transcript.delta")
                .forEach(event -> spoken.append(event.path("delta").asString()));
        assertThat(only(turn, "response.output_audio_transcript.done")
                        .getFirst()
                        .path("transcript")
                        .asString())
                .isEqualTo(spoken.toString())
                .isNotBlank();
    }

    protected static List<JsonNode> only(List<JsonNode> events, String type) {
        return events.stream().filter(event -> Heard.type(event).equals(type)).toList();
    }
}
