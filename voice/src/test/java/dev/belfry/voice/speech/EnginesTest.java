package dev.belfry.voice.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.LINUX, architectures = "aarch64", disabledReason = "Vosk has no library for it")
class EnginesTest {

    private final Engines engines = GivenEngines.engines();

    /** One word in five may be another one, or one too many. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "how many challenges are open",
                "create a new challenge about recycling",
                "what can you do for me",
                "show me the latest solutions for the water project"
            })
    void whatIsSpokenIsUnderstood(String sentence) {
        var spoken = List.of(sentence.split(" ", -1));

        var understood = List.of(understood(engines.mouth().speak(sentence)).split(" ", -1));

        var missing = new HashSet<>(spoken);
        understood.forEach(missing::remove);
        assertThat(missing).hasSizeLessThanOrEqualTo(spoken.size() / 5);
        assertThat(understood).hasSizeBetween(spoken.size() * 4 / 5, spoken.size() * 6 / 5);
    }

    @Test
    void silenceIsNoSpeech() {
        assertThat(understood(new byte[Sound.bytes(2000)])).isEmpty();
    }

    @Test
    void noMoreAreListenedToThanMayBe() {
        var first = engines.ears().listen().orElseThrow();
        var second = engines.ears().listen().orElseThrow();
        var third = engines.ears().listen();
        second.close();
        second.close();
        var fourth = engines.ears().listen();
        var fifth = engines.ears().listen();
        first.close();
        fourth.orElseThrow().close();

        assertThat(third).isEmpty();
        assertThat(fifth).isEmpty();
    }

    @Test
    void anUtteranceThatIsClosedHearsNothing() {
        var utterance = engines.ears().listen().orElseThrow();
        utterance.close();

        utterance.hear(new byte[VoiceActivity.FRAME_BYTES]);

        assertThat(utterance.text()).isEmpty();
    }

    @Test
    void aDirectoryWithoutAModelIsSaidToHaveNone() {
        assertThat(Engines.problem(Path.of("target/nothing")).orElseThrow())
                .contains("BELFRY_VOICE_MODEL_DIR", "nothing");
        assertThat(Engines.problem(GivenEngines.MODEL)).isEmpty();
    }

    private String understood(byte[] pcm) {
        try (var utterance = engines.ears().listen().orElseThrow()) {
            for (var from = 0; from < pcm.length; from += VoiceActivity.FRAME_BYTES) {
                utterance.hear(Arrays.copyOfRange(pcm, from, Math.min(pcm.length, from + VoiceActivity.FRAME_BYTES)));
            }
            utterance.hear(new byte[Sound.bytes(300)]);
            return utterance.text();
        }
    }
}
