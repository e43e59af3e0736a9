package dev.belfry.voice.speech;

import static dev.belfry.voice.speech.VoiceActivity.Heard.SILENCE;
import static dev.belfry.voice.speech.VoiceActivity.Heard.STARTED;
import static dev.belfry.voice.speech.VoiceActivity.Heard.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VoiceActivityTest {

    private static final int PER_SECOND = 1000 / VoiceActivity.FRAME_MILLIS;

    private final VoiceActivity activity = new VoiceActivity(0.5, 500);
    private final Random random = new Random(1);

    @Test
    void speechBeginsAfterAMomentAndEndsAfterTheSilence() {
        var heard = new ArrayList<>(hear(0, PER_SECOND));
        heard.addAll(hear(3000, PER_SECOND));
        heard.addAll(hear(0, PER_SECOND));

        assertThat(heard.indexOf(STARTED)).isEqualTo(PER_SECOND + 2);
        assertThat(heard.indexOf(STOPPED)).isEqualTo(2 * PER_SECOND + PER_SECOND / 2 - 1);
        assertThat(heard.getLast()).isEqualTo(SILENCE);
    }

    @Test
    void aPauseBetweenWordsEndsNothing() {
        hear(3000, PER_SECOND);
        var heard = new ArrayList<>(hear(0, PER_SECOND * 2 / 5));
        heard.addAll(hear(3000, PER_SECOND));

        assertThat(heard).doesNotContain(STOPPED);
    }

    @Test
    void aClickIsNoSpeech() {
        var heard = new ArrayList<>(hear(20_000, 2));
        heard.addAll(hear(0, PER_SECOND));

        assertThat(heard).containsOnly(SILENCE);
    }

    @Test
    void aSteadyNoiseIsSilenceAfterAWhileAndSpeechStandsOutOfIt() {
        hear(600, 20 * PER_SECOND);

        assertThat(hear(600, 5 * PER_SECOND)).containsOnly(SILENCE);
        assertThat(hear(6000, PER_SECOND)).contains(STARTED);
    }

    @Test
    void theThresholdSaysHowLoudSpeechIs() {
        assertThat(new VoiceActivity(1, 500).hear(noise(300), 0)).isEqualTo(SILENCE);
        var sharp = new VoiceActivity(0, 500);
        sharp.hear(noise(300), 0);
        sharp.hear(noise(300), 0);
        assertThat(sharp.hear(noise(300), 0)).isEqualTo(STARTED);
    }

    private List<VoiceActivity.Heard> hear(int loudness, int frames) {
        var heard = new ArrayList<VoiceActivity.Heard>();
        for (var i = 0; i < frames; i++) {
            heard.add(activity.hear(noise(loudness), 0));
        }
        return heard;
    }

    private byte[] noise(int loudness) {
        var pcm = new byte[VoiceActivity.FRAME_BYTES];
        for (var i = 0; i < pcm.length / 2; i++) {
            Sound.put(pcm, i, random.nextGaussian() * loudness);
        }
        return pcm;
    }
}
