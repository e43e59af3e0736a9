package dev.belfry.voice.speech;

/**
 * Tells speech from silence by loudness against the background, as {@code server_vad} does by its own means.
 *
 * <p>The background is the quietest that was heard lately: it sinks at once and rises slowly, so a fan that starts is speech for
 * some seconds and then is not, while pauses between words keep it down under somebody who talks on.
 */
public final class VoiceActivity {

    /** What one frame takes. */
    public static final int FRAME_MILLIS = 20;

    public static final int FRAME_BYTES = FRAME_MILLIS * Sound.BYTES_PER_MILLI;

    private static final int ONSET_FRAMES = 3;
    private static final double SILENCE = -90;
    private static final double RISE = 0.05;
    private static final double SINK = 0.3;

    private final double gate;
    private final double margin;
    private final int silenceFrames;

    private double background = -60;
    private boolean isSpeech;
    private int loud;
    private int quiet;

    public enum Heard {
        SILENCE,
        STARTED,
        SPEECH,
        STOPPED
    }

    /**
     * @param threshold from 0 to 1: how much louder than the background speech has to be, 4 to 16 dB, and how loud at least,
     *     -55 to -35 dB of the loudest sound
     * @param silenceMillis how long it has to be silent for the speech to be over
     */
    public VoiceActivity(double threshold, int silenceMillis) {
        gate = -55 + 20 * threshold;
        margin = 4 + 12 * threshold;
        silenceFrames = Math.max(1, silenceMillis / FRAME_MILLIS);
    }

    /** @param pcm holds the frame at that offset */
    public Heard hear(byte[] pcm, int offset) {
        var level = level(pcm, offset);
        var isLoud = level > Math.max(gate, background + margin);
        background += level < background ? SINK * (level - background) : RISE;
        return isSpeech ? during(isLoud) : before(isLoud);
    }

    private Heard before(boolean isLoud) {
        loud = isLoud ? loud + 1 : 0;
        if (loud < ONSET_FRAMES) {
            return Heard.SILENCE;
        }
        isSpeech = true;
        quiet = 0;
        return Heard.STARTED;
    }

    private Heard during(boolean isLoud) {
        quiet = isLoud ? 0 : quiet + 1;
        if (quiet < silenceFrames) {
            return Heard.SPEECH;
        }
        isSpeech = false;
        loud = 0;
        return Heard.STOPPED;
    }

    /** Root mean square, in decibels of full scale. */
    private static double level(byte[] pcm, int offset) {
        var sum = 0.0;
        var first = offset / Short.BYTES;
        var samples = FRAME_BYTES / Short.BYTES;
        for (var i = first; i < first + samples; i++) {
            double sample = Sound.sample(pcm, i);
            sum += sample * sample;
        }
        return sum == 0 ? SILENCE : Math.max(SILENCE, 10 * Math.log10(sum / samples / (32768.0 * 32768.0)));
    }
}
