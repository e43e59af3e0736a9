package dev.belfry.voice.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.change.Json;
import dev.belfry.voice.events.PageEvents.Form;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Every row of the table of events, voice reference §1.3, and of the session's, §1.2. */
class PageEventsTest {

    private static final String SESSION = """
            {"type":"session.created","event_id":"e1","session":{"type":"realtime","object":"realtime.session","id":"sess_1",
             "model":"gpt-realtime-2.1","output_modalities":["audio"],"instructions":"the server's own","tools":[{"name":"t"}],
             "tool_choice":"auto","prompt":{"id":"p"},"tracing":"auto","expires_at":1,"max_output_tokens":"inf",
             "audio":{"input":{"format":{"type":"audio/pcm","rate":24000},"transcription":{"model":"gpt-transcribe"},
             "noise_reduction":{"type":"near_field"},"turn_detection":{"type":"server_vad","threshold":0.5}},
             "output":{"format":{"type":"audio/pcmu"},"voice":"alloy","speed":1.0}}}}""";

    private final PageEvents beta = new PageEvents(Form.BETA);
    private final PageEvents general = new PageEvents(Form.GENERAL);

    @ParameterizedTest
    @CsvSource({
        "response.output_audio.delta, response.audio.delta",
        "response.output_audio.done, response.audio.done",
        "response.output_audio_transcript.delta, response.audio_transcript.delta",
        "response.output_audio_transcript.done, response.audio_transcript.done",
        "response.output_text.delta, response.text.delta",
        "response.output_text.done, response.text.done",
    })
    void aRenamedEventKeepsAllButItsName(String type, String betaType) {
        var text = "{\"event_id\":\"e\", \"type\":\"" + type + "\", \"delta\":\"AAECAw==\",\"n\":1.50}";

        assertThat(view(beta, text)).isEqualTo(text.replace(type, betaType));
        assertThat(view(general, text)).isSameAs(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "conversation.created",
                "conversation.item.deleted",
                "conversation.item.truncated",
                "conversation.item.input_audio_transcription.delta",
                "conversation.item.input_audio_transcription.completed",
                "conversation.item.input_audio_transcription.failed",
                "input_audio_buffer.committed",
                "input_audio_buffer.cleared",
                "input_audio_buffer.speech_started",
                "input_audio_buffer.speech_stopped",
                "output_audio_buffer.started",
                "output_audio_buffer.stopped",
                "output_audio_buffer.cleared",
                "response.content_part.added",
                "response.content_part.done",
                "response.function_call_arguments.delta",
                "response.function_call_arguments.done",
                "rate_limits.updated",
                "error",
            })
    void whatIsTheSameInBothFormsIsNotTouched(String type) {
        var text = "{ \"type\":\"" + type + "\",\"event_id\":\"e\", \"n\":1.50}";

        assertThat(view(beta, text)).isSameAs(text);
        assertThat(view(general, text)).isSameAs(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "conversation.item.done",
                "conversation.item.input_audio_transcription.segment",
                "input_audio_buffer.timeout_triggered",
                "input_audio_buffer.dtmf_event_received",
                "response.mcp_call_arguments.delta",
                "response.mcp_call_arguments.done",
                "response.mcp_call.in_progress",
                "response.mcp_call.completed",
                "response.mcp_call.failed",
                "mcp_list_tools.in_progress",
                "mcp_list_tools.completed",
                "mcp_list_tools.failed",
            })
    void whatTheBetaFormDoesNotKnowIsForGeneralPagesOnly(String type) {
        var text = "{\"type\":\"" + type + "\"}";

        assertThat(view(beta, text)).isNull();
        assertThat(view(general, text)).isSameAs(text);
    }

    @Test
    void anEventNobodyKnowsYetPasses() {
        var text = "{\"type\":\"brand.new\",\"n\":1.50}";

        assertThat(view(beta, text)).isSameAs(text);
        assertThat(view(general, text)).isSameAs(text);
    }

    @Test
    void anItemIsCreatedOnceAndItsContentHasOtherNames() {
        var text = """
                {"type":"conversation.item.added","previous_item_id":"a","item":{"id":"i","type":"message","role":"assistant",
                 "content":[{"type":"output_audio","transcript":"x"},{"type":"output_text","text":"y"},{"type":"input_text"}]}}""";

        assertThat(tree(view(beta, text))).isEqualTo(tree("""
                {"type":"conversation.item.created","previous_item_id":"a","item":{"id":"i","type":"message","role":"assistant",
                 "content":[{"type":"audio","transcript":"x"},{"type":"text","text":"y"},{"type":"input_text"}]}}"""));
        assertThat(view(beta, "{\"type\":\"conversation.item.created\",\"item\":{\"id\":\"i\"}}"))
                .isNull();
        assertThat(view(beta, "{\"type\":\"conversation.item.added\",\"item\":{\"id\":\"j\"}}"))
                .contains("conversation.item.created");
        assertThat(view(general, text)).isSameAs(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"response.output_item.added", "response.output_item.done", "conversation.item.retrieved"})
    void anItemsContentHasOtherNames(String type) {
        var text = "{\"type\":\"" + type + "\",\"item\":{\"content\":[{\"type\":\"output_audio\"}]}}";

        assertThat(view(beta, text)).isEqualTo(text.replace("output_audio", "audio"));
        assertThat(view(general, text)).isSameAs(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"session.created", "session.updated"})
    void aSessionIsFlatAndWithoutWhatIsTheServersOwn(String type) {
        var seen = tree(view(beta, SESSION.replace("session.created", type)));

        assertThat(seen.path("type").asString()).isEqualTo(type);
        assertThat(seen.path("session")).isEqualTo(tree("""
                {"object":"realtime.session","id":"sess_1","model":"gpt-realtime-2.1","modalities":["text","audio"],
                 "expires_at":1,"max_response_output_tokens":"inf","voice":"alloy","speed":1.0,
                 "input_audio_format":"pcm16","output_audio_format":"g711_ulaw",
                 "input_audio_transcription":{"model":"gpt-transcribe"},
                 "input_audio_noise_reduction":{"type":"near_field"},
                 "turn_detection":{"type":"server_vad","threshold":0.5}}"""));
    }

    @Test
    void aGeneralPageSeesTheSessionAsItIsWithoutWhatIsTheServersOwn() {
        var seen = tree(view(general, SESSION));

        assertThat(seen.path("session").propertyNames())
                .containsExactlyInAnyOrder(
                        "type",
                        "object",
                        "id",
                        "model",
                        "output_modalities",
                        "expires_at",
                        "max_output_tokens",
                        "audio");
    }

    @Test
    void nothingWithASessionPassesUncleared() {
        for (var page : List.of(beta, general)) {
            assertThat(view(page, "{\"type\":\"brand.new\",\"session\":{\"instructions\":\"the server's own\"}}"))
                    .doesNotContain("own");
            assertThat(view(page, "{\"session\":{\"instructions\":\"the server's own\"}}"))
                    .doesNotContain("own");
            assertThat(view(page, "no json with the server's own")).isNull();
            assertThat(view(page, "{\"type\":\"response.done\",\"response\":{\"instructions\":\"the server's own\"}}"))
                    .doesNotContain("own");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"response.created", "response.done"})
    void aResponseIsFlat(String type) {
        var text = "{\"type\":\"" + type + "\",\"response\":{\"id\":\"r\",\"output_modalities\":[\"text\"],"
                + "\"audio\":{\"output\":{\"voice\":\"ash\",\"format\":{\"type\":\"audio/pcm\",\"rate\":24000}}},"
                + "\"max_output_tokens\":5,\"output\":[{\"content\":[{\"type\":\"output_text\"}]}]}}";

        assertThat(tree(view(beta, text)))
                .isEqualTo(tree("{\"type\":\"" + type + "\",\"response\":{\"id\":\"r\","
                        + "\"modalities\":[\"text\"],\"voice\":\"ash\",\"output_audio_format\":\"pcm16\",\"max_output_tokens\":5,"
                        + "\"output\":[{\"content\":[{\"type\":\"text\"}]}]}}"));
        assertThat(view(general, text)).isSameAs(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"modalities\":[\"text\",\"audio\"]} | {\"output_modalities\":[\"audio\"]}",
                "{\"modalities\":[\"text\"]} | {\"output_modalities\":[\"text\"]}",
                "{\"instructions\":\"i\"} | {\"instructions\":\"i\"}",
                "{\"voice\":\"alloy\"} | {\"audio\":{\"output\":{\"voice\":\"alloy\"}}}",
                "{\"speed\":1.2} | {\"audio\":{\"output\":{\"speed\":1.2}}}",
                "{\"input_audio_format\":\"pcm16\"} | {\"audio\":{\"input\":{\"format\":{\"type\":\"audio/pcm\",\"rate\":24000}}}}",
                "{\"output_audio_format\":\"g711_alaw\"} | {\"audio\":{\"output\":{\"format\":{\"type\":\"audio/pcma\"}}}}",
                "{\"input_audio_format\":\"g711_ulaw\"} | {\"audio\":{\"input\":{\"format\":{\"type\":\"audio/pcmu\"}}}}",
                "{\"input_audio_transcription\":null} | {\"audio\":{\"input\":{\"transcription\":null}}}",
                "{\"input_audio_noise_reduction\":{\"type\":\"far_field\"}} | {\"audio\":{\"input\":{\"noise_reduction\":{\"type\":\"far_field\"}}}}",
                "{\"turn_detection\":{\"type\":\"server_vad\"}} | {\"audio\":{\"input\":{\"turn_detection\":{\"type\":\"server_vad\"}}}}",
                "{\"turn_detection\":null} | {\"audio\":{\"input\":{\"turn_detection\":null}}}",
                "{\"temperature\":0.8} | {}",
                "{\"max_response_output_tokens\":\"inf\"} | {\"max_output_tokens\":\"inf\"}",
                "{\"tools\":[],\"tool_choice\":\"auto\"} | {\"tools\":[],\"tool_choice\":\"auto\"}",
                "{\"model\":\"m\",\"client_secret\":{}} | {}",
            })
    void aBetaSessionBecomesAGeneralOne(String flat, String nested) {
        assertThat(fromPage("{\"type\":\"session.update\",\"session\":" + flat + "}")
                        .path("session"))
                .isEqualTo(((ObjectNode) tree(nested)).put("type", "realtime"));
    }

    @Test
    void otherBetaEventsBecomeGeneralOnes() {
        assertThat(fromPage("{\"type\":\"transcription_session.update\",\"session\":{\"turn_detection\":null}}"))
                .isEqualTo(tree("{\"type\":\"session.update\",\"session\":{\"type\":\"realtime\","
                        + "\"audio\":{\"input\":{\"turn_detection\":null}}}}"));
        assertThat(fromPage("{\"type\":\"response.create\",\"response\":{\"modalities\":[\"audio\",\"text\"],"
                        + "\"temperature\":1,\"voice\":\"ash\",\"max_response_output_tokens\":7}}"))
                .isEqualTo(tree("{\"type\":\"response.create\",\"response\":{\"output_modalities\":[\"audio\"],"
                        + "\"audio\":{\"output\":{\"voice\":\"ash\"}},\"max_output_tokens\":7}}"));
        assertThat(fromPage("{\"type\":\"conversation.item.create\",\"item\":{\"content\":[{\"type\":\"text\"}]}}"))
                .isEqualTo(tree(
                        "{\"type\":\"conversation.item.create\",\"item\":{\"content\":[{\"type\":\"output_text\"}]}}"));
    }

    @Test
    void aPageThatSaysNothingIsABetaPageUntilItsFirstSessionShowsOtherwise() {
        var silent = new PageEvents(Form.UNDECIDED);
        assertThat(silent.isBeta()).isTrue();
        silent.decide(tree("{\"type\":\"response.create\",\"response\":{\"output_modalities\":[\"audio\"]}}"));
        assertThat(silent.isBeta()).isTrue();

        silent.decide(tree("{\"type\":\"session.update\",\"session\":{\"type\":\"realtime\"}}"));
        assertThat(silent.isBeta()).isFalse();

        var flat = new PageEvents(Form.UNDECIDED);
        flat.decide(tree("{\"type\":\"session.update\",\"session\":{\"voice\":\"ash\"}}"));
        flat.decide(tree("{\"type\":\"session.update\",\"session\":{\"type\":\"realtime\"}}"));
        assertThat(flat.isBeta()).isTrue();
    }

    private static @Nullable String view(PageEvents page, String text) {
        return page.view(text, EventText.type(text));
    }

    private static JsonNode fromPage(String text) {
        return BetaDialect.fromPage((ObjectNode) tree(text));
    }

    private static JsonNode tree(@Nullable String text) {
        return Json.MAPPER.readTree(String.valueOf(text));
    }
}
