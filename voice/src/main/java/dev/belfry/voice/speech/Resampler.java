package dev.belfry.voice.speech;

/** Turns sound of another rate into ours: each sample is what a sinc, windowed by Hann, makes of its neighbours. */
final class Resampler {

    private static final int REACH = 16;

    private Resampler() {}

    /** @param rate lower than {@link Sound#RATE}, so that nothing folds back */
    static byte[] toOurs(short[] samples, int rate) {
        var step = (double) rate / Sound.RATE;
        var length = (int) (samples.length / step);
        var pcm = new byte[length * Short.BYTES];
        for (var i = 0; i < length; i++) {
            Sound.put(pcm, i, at(samples, i * step));
        }
        return pcm;
    }

    private static double at(short[] samples, double place) {
        var nearest = (int) place;
        var sum = 0.0;
        var first = Math.max(0, nearest - REACH + 1);
        var last = Math.min(samples.length - 1, nearest + REACH);
        for (var i = first; i <= last; i++) {
            sum += samples[i] * weight(place - i);
        }
        return sum;
    }

    private static double weight(double distance) {
        if (distance == 0) {
            return 1;
        }
        var angle = Math.PI * distance;
        return Math.sin(angle) / angle * (0.5 + 0.5 * Math.cos(angle / REACH));
    }
}
