package dev.belfry.voice.scripted;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Tells speech from silence by the samples alone: 24 kHz, 16 bits, little-endian. Time is counted in what was heard. */
final class Loudness {

    private static final int LOUD = 300;
    private static final int BYTES_PER_MILLI = 48;

    private long bytes;
    private long lastLoud = -1;
    private long loudSince = -1;

    /** What a piece of sound has changed. */
    enum Heard {
        NOTHING,
        SPEECH_STARTED,
        SPEECH_STOPPED
    }

    /** @param silenceMillis after which speech has ended */
    Heard hear(byte[] sound, int silenceMillis) {
        var isLoud = isLoud(sound);
        bytes += sound.length;
        if (isLoud) {
            lastLoud = millis();
            if (loudSince < 0) {
                loudSince = millis() - sound.length / BYTES_PER_MILLI;
                return Heard.SPEECH_STARTED;
            }
        } else if (loudSince >= 0 && millis() - lastLoud >= silenceMillis) {
            return Heard.SPEECH_STOPPED;
        }
        return Heard.NOTHING;
    }

    /** When speech started, in milliseconds since the beginning. */
    long startedAt() {
        return Math.max(0, loudSince);
    }

    /** How long it has lasted; it is over now. */
    long end() {
        var length = lastLoud - loudSince;
        loudSince = -1;
        return length;
    }

    long millis() {
        return bytes / BYTES_PER_MILLI;
    }

    private static boolean isLoud(byte[] sound) {
        var samples = ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        while (samples.hasRemaining()) {
            if (Math.abs(samples.get()) > LOUD) {
                return true;
            }
        }
        return false;
    }
}
