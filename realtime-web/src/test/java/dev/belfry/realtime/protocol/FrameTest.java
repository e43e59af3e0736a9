package dev.belfry.realtime.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "\u007f", "\u0080", "é", "\u07ff", "\u0800", "日本", "\uffff", "🔔", "a🔔é日\u0000"})
    void textIsMeasuredInBytesOfUtf8(String text) {
        assertThat(Frame.utf8Length(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyTextIsMeasuredInBytesOfUtf8(long seed) {
        var random = new Random(seed);
        for (var i = 0; i < 2_000; i++) {
            var text = text(random);
            assertThat(Frame.utf8Length(text)).as(text).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
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

    /** RFC 6455 §5.2: the length in 7 bits, or 126 and 16 bits, or 127 and 64 bits. */
    @ParameterizedTest
    @CsvSource({
        "0, 8100",
        "125, 817d",
        "126, 817e007e",
        "65535, 817effff",
        "65536, 817f0000000000010000",
    })
    void theHeaderSaysHowLongItIs(int length, String header) {
        var frame = Frame.text("x".repeat(length));

        assertThat(written(frame)).isEqualTo(header + "78".repeat(length));
        assertThat(frame.size()).isEqualTo(header.length() / 2 + length);
        assertThat(frame.payload()).hasSize(length);
    }

    @Test
    void theHeaderSaysWhatItIs() {
        assertThat(written(Frame.binary(new byte[] {7}))).isEqualTo("820107");
        assertThat(written(Frame.ping(new byte[] {7}))).isEqualTo("890107");
        assertThat(written(Frame.made(new byte[] {(byte) 0x88, 0}))).isEqualTo("8800");
        assertThat(Frame.text("é")).hasToString("é");
        assertThat(Frame.binary(new byte[3]).isText()).isFalse();
        assertThat(Frame.binary(new byte[3]).isClose()).isFalse();
        assertThat(Frame.made(new byte[] {(byte) 0x88, 0}).isClose()).isTrue();
    }

    @Test
    void aMessageIsWithoutItsHeaderAndWebSocketsOwnFramesAreNone() {
        assertThat(Frame.text("é").payloadSize()).isEqualTo(2);
        assertThat(Frame.binary(new byte[70_000]).payloadSize()).isEqualTo(70_000);
        assertThat(Frame.text("").isMessage()).isTrue();
        assertThat(Frame.binary(new byte[3]).isMessage()).isTrue();
        assertThat(Frame.ping(new byte[3]).isMessage()).isFalse();
        assertThat(Frame.made(new byte[] {(byte) 0x88, 0}).isMessage()).isFalse();
    }

    private static String written(Frame frame) {
        var written = new ByteArrayOutputStream();
        try {
            frame.writeTo(written);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HexFormat.of().formatHex(written.toByteArray());
    }
}
