package dev.belfry.voice.speech;

/** The one form that sound has here: {@code audio/pcm} at 24 kHz, the only rate of the Realtime API. */
public final class Sound {

    public static final int RATE = 24_000;
    public static final int BYTES_PER_MILLI = RATE / 1000 * Short.BYTES;

    private Sound() {}

    /** How long that many bytes sound, in milliseconds. */
    public static long millis(long bytes) {
        return bytes / BYTES_PER_MILLI;
    }

    /** How many bytes sound that long. */
    public static int bytes(long millis) {
        return Math.toIntExact(millis * BYTES_PER_MILLI);
    }

    static short sample(byte[] pcm, int index) {
        return (short) ((pcm[2 * index] & 0xff) | (pcm[2 * index + 1] << 8));
    }

    static void put(byte[] pcm, int index, double sample) {
        var value = (int) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(sample)));
        pcm[2 * index] = (byte) value;
        pcm[2 * index + 1] = (byte) (value >> 8);
    }
}
