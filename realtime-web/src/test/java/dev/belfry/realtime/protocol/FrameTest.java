package dev.belfry.realtime.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "\u007f", "\u0080", "é", "\u07ff", "\u0800", "日本", "\uffff", "🔔", "a🔔é日\u0000"})
    void textIsMeasuredInBytesOfUtf8(String text) {
        assertThat(Frame.Text.of(text).size()).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyTextIsMeasuredInBytesOfUtf8(long seed) {
        var random = new Random(seed);
        for (var i = 0; i < 2_000; i++) {
            var text = text(random);
            assertThat(Frame.Text.of(text).size()).as(text).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
        }
    }

    /** Of all lengths of UTF-8 alike, surrogate pairs among them; a lone half of a pair is no text. */
    private static String text(Random random) {
        var limits = new int[] {0x80, 0x800, 0x10000, 0x110000};
        return random.ints(random.nextInt(30), 0, limits.length)
                .map(kind -> random.nextInt(limits[kind]))
                .filter(character -> character < 0x10000 ? !Character.isSurrogate((char) character) : true)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void bytesAreMeasuredByTheirNumber() {
        assertThat(new Frame.Binary(new byte[7]).size()).isEqualTo(7);
    }

    @Test
    void manyMayReadTheSameBytesApart() {
        var frame = new Frame.Binary(new byte[] {1, 2, 3});

        frame.buffer().get();

        assertThat(frame.buffer().remaining()).isEqualTo(3);
    }
}
