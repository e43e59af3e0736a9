package dev.belfry.voice.local;

import dev.belfry.voice.speech.Sound;
import dev.belfry.voice.speech.SpeechToText;
import dev.belfry.voice.speech.SpeechToText.Utterance;
import dev.belfry.voice.speech.VoiceActivity;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Makes utterances of the sound that comes in. Sound is understood while it comes and not kept; only silence costs no
 * recogniser.
 */
final class Hearing {

    /** A turn that never ends is ended, or not listened to any longer if the client ends it. */
    private static final long LONGEST_MILLIS = 60_000;

    private static final long SHORTEST_MILLIS = 100;

    /** Told on the caller's thread. */
    interface Turns {

        void started(long atMillis);

        void stopped(long atMillis);

        /** Somebody speaks, and nobody is free to listen. */
        void unheard();
    }

    private final SpeechToText ears;
    private final Turns turns;
    private final Deque<byte[]> before = new ArrayDeque<>();

    private @Nullable TurnDetection detection;
    private VoiceActivity activity = new VoiceActivity(0.5, 500);
    private byte[] rest = {};
    private long heardMillis;
    private boolean isSpeech;
    private @Nullable Utterance utterance;
    private String understood = "";
    private long utteranceBytes;

    Hearing(SpeechToText ears, Turns turns) {
        this.ears = ears;
        this.turns = turns;
    }

    void detect(@Nullable TurnDetection wanted) {
        if (wanted != null && !wanted.equals(detection)) {
            activity = activity(wanted);
        }
        detection = wanted;
    }

    private static VoiceActivity activity(TurnDetection wanted) {
        return new VoiceActivity(wanted.threshold(), wanted.silenceMillis());
    }

    void hear(byte[] pcm) {
        var sound = joined(rest, pcm);
        var from = 0;
        for (; sound.length - from >= VoiceActivity.FRAME_BYTES; from += VoiceActivity.FRAME_BYTES) {
            hearFrame(Arrays.copyOfRange(sound, from, from + VoiceActivity.FRAME_BYTES));
        }
        rest = Arrays.copyOfRange(sound, from, sound.length);
    }

    private void hearFrame(byte[] frame) {
        heardMillis += VoiceActivity.FRAME_MILLIS;
        var current = detection;
        if (current == null) {
            listen(frame);
            return;
        }
        switch (activity.hear(frame, 0)) {
            case SILENCE -> remember(frame, current);
            case STARTED -> start(frame);
            case SPEECH -> continueSpeech(frame, current);
            case STOPPED -> stop();
        }
    }

    private void remember(byte[] frame, TurnDetection current) {
        before.add(frame);
        while (before.size() > Math.max(1, current.prefixMillis() / VoiceActivity.FRAME_MILLIS)) {
            before.remove();
        }
    }

    private void start(byte[] frame) {
        isSpeech = true;
        turns.started(Math.max(0, heardMillis - (long) before.size() * VoiceActivity.FRAME_MILLIS));
        before.forEach(this::listen);
        before.clear();
        listen(frame);
    }

    private void continueSpeech(byte[] frame, TurnDetection current) {
        if (!isSpeech) {
            return;
        }
        listen(frame);
        if (Sound.millis(utteranceBytes) >= LONGEST_MILLIS) {
            stop();
            activity = activity(current);
        }
    }

    private void stop() {
        if (isSpeech) {
            isSpeech = false;
            turns.stopped(heardMillis);
        }
    }

    private void listen(byte[] frame) {
        if (utteranceBytes == 0) {
            utterance = ears.listen().orElse(null);
            if (utterance == null) {
                turns.unheard();
            }
        }
        utteranceBytes += frame.length;
        if (utterance != null) {
            utterance.hear(frame);
            if (Sound.millis(utteranceBytes) >= LONGEST_MILLIS) {
                understand(utterance);
            }
        }
    }

    private void understand(Utterance whole) {
        understood = whole.text();
        whole.close();
        utterance = null;
    }

    /** Whether there is enough for a turn. */
    boolean hasEnough() {
        return Sound.millis(utteranceBytes) >= SHORTEST_MILLIS;
    }

    long heldMillis() {
        return Sound.millis(utteranceBytes);
    }

    /** What was said since the last turn; there is nothing of it afterwards. */
    String take() {
        if (utterance != null) {
            understand(utterance);
        }
        var text = understood;
        forget();
        return text;
    }

    /** Also frees what an utterance takes. */
    void forget() {
        if (utterance != null) {
            utterance.close();
        }
        utterance = null;
        understood = "";
        utteranceBytes = 0;
        isSpeech = false;
        rest = new byte[0];
        before.clear();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        if (first.length == 0) {
            return second;
        }
        var both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
