package dev.belfry.voice.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.json.JsonMapper;

class EventTextTest {

    private static final JsonMapper LENIENT = JsonMapper.builder(JsonFactory.builder()
                    .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
                    .build())
            .build();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"wanted\"}",
                " {\n \"type\" : \"wanted\" , \"x\":1}",
                "{\"event_id\":\"e\",\"type\":\"wanted\",\"delta\":\"AAAA\"}",
                "{\"delta\":\"a\\\"type\\\":\\\"other\\\"\",\"type\":\"wanted\"}",
                "{\"x\":{\"type\":\"other\"},\"y\":[{\"type\":\"other\"},\"}\",\"]\"],\"type\":\"wanted\"}",
                "{\"x\":\"\\\\\",\"n\":-1.5e3,\"t\":true,\"z\":null,\"type\":\"wanted\"}",
            })
    void theTypeAtTheTopIsFound(String text) {
        var type = Objects.requireNonNull(EventText.type(text));

        assertThat(type.name()).isEqualTo("wanted");
        assertThat(type.replacedIn(text, "other.name")).isEqualTo(text.replace("wanted", "other.name"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"type\":1}",
                "{\"type\":{\"type\":\"x\"}}",
                "{\"x\":{\"type\":\"x\"}}",
                "{\"type",
                "{\"type\"",
                "{\"type\":\"x",
                "{\"x\":\"",
                "{\"x\":[",
                "\"type\":\"x\"",
            })
    void whatHasNoTypeHasNone(String text) {
        assertThat(EventText.type(text)).isNull();
    }

    @Test
    void onlyPlainAudioIsAudio() {
        assertThat(EventText.isAudio("{\"type\":\"input_audio_buffer.append\",\"audio\":\"AAAA\"}"))
                .isTrue();
        assertThat(EventText.isAudio(
                        " { \"event_id\":\"1\", \"audio\":\"\" ,\"type\":\"input_audio_buffer.append\" } \n"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"input_audio_buffer.append\",\"audio\":\"AA\",\"type\":\"session.update\"}",
                "{\"type\":\"input_audio_buffer.append\",\"audio\":\"AA\",\"\\u0074ype\":\"session.update\"}",
                "{\"type\":\"input_audio_buffer.append\",\"audio\":\"AA\",\"session\":{\"instructions\":\"x\"}}",
                "{\"type\":\"input_audio_buffer.append\",\"audio\":\"AA\"}{\"type\":\"session.update\"}",
                "{\"type\":\"input_audio_buffer.append\",\"audio\":\"A\\u0041\"}",
                "{\"type\":\"input_audio_buffer.append\",\"audio\":7}",
                "{\"type\":\"input_audio_buffer.append\"}",
                "{\"audio\":\"AA\"}",
                "{\"type\":\"session.update\",\"audio\":\"AA\"}",
                "{\"type\":\"input_audio_buffer.append\",\"audio\":\"AA\"",
                "[]",
                "",
            })
    void whatMayBeReadOtherwiseIsNot(String text) {
        assertThat(EventText.isAudio(text)).isFalse();
    }

    /** Changed at random, always the same way: what passes unread must be audio to a reader who takes the last of two members, too. */
    @Test
    void whateverPassesUnreadIsAudioToAnyReader() {
        var random = new Random(42);
        var seeds = List.of(
                "{\"type\":\"input_audio_buffer.append\",\"audio\":\"AAAA\"}",
                "{\"event_id\":\"e\",\"audio\":\"AA\",\"type\":\"input_audio_buffer.append\"}",
                "{\"type\":\"input_audio_buffer.append\",\"audio\":\"AA\",\"type\":\"session.update\"}");
        var pieces = List.of(
                "\"", "\\", "{", "}", ":", ",", "[", "]", " ", "\"type\"", "\"audio\":\"\"", "\\u0074", "\n", "x");
        var passed = 0;
        for (var i = 0; i < 200_000; i++) {
            var text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
            for (var change = random.nextInt(4); change > 0; change--) {
                var at = random.nextInt(text.length() + 1);
                if (random.nextBoolean()) {
                    text.insert(at, pieces.get(random.nextInt(pieces.size())));
                } else {
                    text.delete(at, Math.min(text.length(), at + random.nextInt(12)));
                }
            }
            if (EventText.isAudio(text.toString())) {
                passed++;
                var event = LENIENT.readTree(text.toString());
                assertThat(event.path("type").asString()).as(text.toString()).isEqualTo(EventText.APPEND);
                assertThat(event.propertyNames()).as(text.toString()).isSubsetOf("type", "audio", "event_id");
            }
        }
        assertThat(passed).isGreaterThan(10_000);
    }
}
