package dev.belfry.voice.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ResamplerTest {

    @Test
    void aToneStaysTheSameTone() {
        var samples = new short[1600];
        for (var i = 0; i < samples.length; i++) {
            samples[i] = (short) (10_000 * Math.sin(2 * Math.PI * 440 * i / 16_000));
        }

        var pcm = Resampler.toOurs(samples, 16_000);

        assertThat(pcm).hasSize(2400 * Short.BYTES);
        for (var i = 50; i < 2350; i++) {
            assertThat((double) Sound.sample(pcm, i))
                    .isCloseTo(10_000 * Math.sin(2 * Math.PI * 440 * i / 24_000), within(60.0));
        }
    }
}
