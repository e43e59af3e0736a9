package dev.belfry.voice.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTextTest {

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
}
