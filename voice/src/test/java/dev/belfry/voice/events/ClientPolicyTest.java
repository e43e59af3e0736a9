package dev.belfry.voice.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.change.Json;
import dev.belfry.voice.events.ClientPolicy.Ruling;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Every row of the policy, voice reference §2.3. */
class ClientPolicyTest {

    private final ClientPolicy policy =
            new ClientPolicy(new ClientPolicy.Rules(Set.of("alloy", "ash"), "gpt-transcribe", 1000));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"input_audio_buffer.append\",\"audio\":\"AA\"}",
                "{\"type\":\"input_audio_buffer.commit\"}",
                "{\"type\":\"input_audio_buffer.clear\"}",
                "{\"type\":\"response.cancel\"}",
                "{\"type\":\"response.create\"}",
                "{\"type\":\"conversation.item.truncate\",\"item_id\":\"i\",\"content_index\":0,\"audio_end_ms\":1}",
                "{\"type\":\"conversation.item.create\",\"item\":{\"type\":\"message\",\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"x\"},{\"type\":\"input_audio\",\"audio\":\"AA\"}]}}",
            })
    void whatAPageMaySayPasses(String text) {
        assertThat(judge(text)).isEqualTo(new Ruling.Pass());
    }

    @Test
    void whatMeansNothingHereIsDropped() {
        assertThat(judge("{\"type\":\"output_audio_buffer.clear\"}")).isEqualTo(new Ruling.Dropped());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"type\":\"session.update\",\"event_id\":\"e\",\"session\":{\"type\":\"transcription\",\"instructions\":\"x\",\"tools\":[],\"tool_choice\":\"none\",\"prompt\":{},\"tracing\":\"auto\",\"model\":\"m\",\"include\":[],\"truncation\":\"auto\",\"max_output_tokens\":9,\"output_modalities\":[\"text\"]}}"
                        + " | {\"type\":\"session.update\",\"event_id\":\"e\",\"session\":{\"type\":\"realtime\"}}",
                "{\"type\":\"session.update\",\"session\":{\"audio\":{\"input\":{\"turn_detection\":null,\"noise_reduction\":{\"type\":\"far_field\"},\"format\":{\"type\":\"audio/pcmu\"},\"transcription\":{\"model\":\"whisper-1\",\"language\":\"de\",\"prompt\":\"p\"}},\"output\":{\"voice\":\"ash\",\"speed\":1.2,\"format\":{\"type\":\"audio/pcmu\"}}}}}"
                        + " | {\"type\":\"session.update\",\"session\":{\"type\":\"realtime\",\"audio\":{\"input\":{\"turn_detection\":null,\"noise_reduction\":{\"type\":\"far_field\"},\"transcription\":{\"model\":\"gpt-transcribe\",\"language\":\"de\"}},\"output\":{\"speed\":1.2,\"voice\":\"ash\"}}}}",
                "{\"type\":\"session.update\"} | {\"type\":\"session.update\",\"session\":{\"type\":\"realtime\"}}",
                "{\"type\":\"response.create\",\"response\":{\"instructions\":\"x\",\"tools\":[],\"tool_choice\":\"none\",\"input\":[],\"conversation\":\"none\",\"prompt\":{},\"audio\":{\"output\":{\"voice\":\"x\"}},\"output_modalities\":[\"text\"],\"metadata\":{\"a\":\"b\"},\"max_output_tokens\":50000}}"
                        + " | {\"type\":\"response.create\",\"response\":{\"output_modalities\":[\"text\"],\"metadata\":{\"a\":\"b\"},\"max_output_tokens\":1000}}",
                "{\"type\":\"response.create\",\"response\":{\"max_output_tokens\":\"inf\"}} | {\"type\":\"response.create\",\"response\":{}}",
            })
    void ofSomeEventsAPartPasses(String text, String passed) {
        assertThat(judge(text)).isEqualTo(new Ruling.Replaced(tree(passed)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"type\":\"session.update\",\"session\":{\"audio\":{\"output\":{\"voice\":\"mine\"}}}} | invalid_value",
                "{\"type\":\"session.update\",\"session\":{\"audio\":{\"output\":{\"voice\":{\"id\":\"v\"}}}}} | invalid_value",
                "{\"type\":\"conversation.item.create\",\"item\":{\"type\":\"message\",\"role\":\"system\",\"content\":[]}} | invalid_value",
                "{\"type\":\"conversation.item.create\",\"item\":{\"type\":\"message\",\"role\":\"assistant\",\"content\":[]}} | invalid_value",
                "{\"type\":\"conversation.item.create\",\"item\":{\"type\":\"message\",\"role\":\"user\",\"content\":\"x\"}} | invalid_value",
                "{\"type\":\"conversation.item.create\",\"item\":{\"type\":\"message\",\"role\":\"user\",\"content\":[{\"type\":\"input_image\"}]}} | invalid_value",
                "{\"type\":\"conversation.item.create\",\"item\":{\"type\":\"function_call\"}} | invalid_value",
                "{\"type\":\"conversation.item.create\",\"item\":{\"type\":\"function_call_output\",\"call_id\":\"never\"}} | invalid_value",
                "{\"type\":\"conversation.item.create\"} | invalid_value",
                "{\"type\":\"conversation.item.delete\",\"item_id\":\"i\"} | event_not_allowed",
                "{\"type\":\"conversation.item.retrieve\",\"item_id\":\"i\"} | event_not_allowed",
                "{\"type\":\"session.delete\"} | unknown_event",
                "{\"type\":7} | unknown_event",
                "{} | unknown_event",
            })
    void allElseIsRefused(String text, String code) {
        assertThat(judge(text)).isInstanceOfSatisfying(Ruling.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused.message()).isNotBlank();
        });
    }

    @Test
    void aTextMayBeSoLong() {
        var item = "{\"type\":\"conversation.item.create\",\"item\":{\"type\":\"message\",\"role\":\"user\","
                + "\"content\":[{\"type\":\"input_text\",\"text\":\"%s\"}]}}";

        assertThat(judge(item.formatted("x".repeat(4_000)))).isInstanceOf(Ruling.Pass.class);
        assertThat(judge(item.formatted("x".repeat(4_001)))).isInstanceOf(Ruling.Refused.class);
        assertThat(judge(item.formatted("x".repeat(4_000) + "\"},{\"type\":\"input_text\",\"text\":\"x")))
                .isInstanceOf(Ruling.Refused.class);
    }

    @Test
    void aNumberThatIsNoneOfOursIsTheMost() {
        var text = "{\"type\":\"response.create\",\"response\":{\"max_output_tokens\":99999999999999999999}}";

        assertThat(judge(text))
                .isInstanceOfSatisfying(
                        Ruling.Replaced.class,
                        replaced -> assertThat(replaced.event()
                                        .at("/response/max_output_tokens")
                                        .asInt())
                                .isEqualTo(1_000));
    }

    @Test
    void whatIsTooDeepToBeTranslatedIsNoEvent() {
        for (var depth = 1; depth < 600; depth++) {
            var event = Events.read("{\"type\":\"session.update\",\"session\":{\"turn_detection\":" + "[".repeat(depth)
                    + "]".repeat(depth) + "}}");
            if (event != null) {
                assertThat(policy.judge(BetaDialect.fromPage(event)))
                        .isInstanceOfSatisfying(
                                Ruling.Replaced.class,
                                replaced ->
                                        assertThat(replaced.event().toString()).contains("turn_detection"));
            } else {
                assertThat(depth).isGreaterThan(100);
            }
        }
    }

    @Test
    void aFunctionsOutputMayComeOnceForEachCall() {
        var output = "{\"type\":\"conversation.item.create\",\"item\":{\"type\":\"function_call_output\","
                + "\"call_id\":\"c1\",\"output\":\"{}\"}}";
        policy.called("c1");

        assertThat(judge(output)).isInstanceOf(Ruling.Pass.class);
        assertThat(judge(output)).isInstanceOf(Ruling.Refused.class);
    }

    @Test
    void textThatTwoReadersReadDifferentlyIsNoEvent() {
        assertThat(Events.read("{\"type\":\"response.cancel\",\"type\":\"session.update\"}"))
                .isNull();
        assertThat(Events.read("{\"type\":\"session.update\",\"session\":{\"a\":1,\"\\u0061\":2}}"))
                .isNull();
    }

    private Ruling judge(String text) {
        return policy.judge(tree(text));
    }

    private static ObjectNode tree(String text) {
        return (ObjectNode) Json.MAPPER.readTree(text);
    }
}
