package dev.belfry.voice.scripted;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Sound for tests: 24 kHz, 16 bits, little-endian. */
public final class Sounds {

    private Sounds() {}

    /** A tone that is heard as speech. */
    public static byte[] loud(int millis) {
        var samples = 24 * millis;
        var sound = ByteBuffer.allocate(2 * samples).order(ByteOrder.LITTLE_ENDIAN);
        for (var i = 0; i < samples; i++) {
            sound.putShort((short) (8_000 * Math.sin(2 * Math.PI * 440 * i / 24_000)));
        }
        return sound.array();
    }

    public static byte[] silence(int millis) {
        return new byte[48 * millis];
    }
}
