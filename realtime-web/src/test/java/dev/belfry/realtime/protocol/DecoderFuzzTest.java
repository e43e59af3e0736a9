package dev.belfry.realtime.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Timeout;

class DecoderFuzzTest {

    private static final Serializer V1 = Serializer.of("1.0.0").orElseThrow();
    private static final Serializer V2 = Serializer.of("2.0.0").orElseThrow();

    @Timeout(10)
    @DictionaryFile(resourcePath = "/dev/belfry/realtime/wire.dict")
    @FuzzTest(maxDuration = "20s")
    void everyFrameIsAMessageOrMalformed(byte[] frame) {
        var text = new String(frame, StandardCharsets.UTF_8);
        var halvesOfSurrogatePairs = ByteBuffer.wrap(frame).asCharBuffer().toString();

        decode(() -> V1.decode(text));
        decode(() -> V1.decode(halvesOfSurrogatePairs));
        decode(() -> V1.decode(ByteBuffer.wrap(frame)));
        decode(() -> V2.decode(text));
        decode(() -> V2.decode(halvesOfSurrogatePairs));
        decode(() -> V2.decode(ByteBuffer.wrap(frame)));
    }

    private interface Decoding {
        ClientMessage run() throws MalformedFrame;
    }

    private static void decode(Decoding decoding) {
        try {
            assertThat(decoding.run().topic()).isNotNull();
        } catch (MalformedFrame e) {
            assertThat(e).hasMessageMatching(".+");
        }
    }
}
