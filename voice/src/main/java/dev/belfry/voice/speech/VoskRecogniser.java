package dev.belfry.voice.speech;

import dev.belfry.domain.change.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.Semaphore;
import org.vosk.LibVosk;
import org.vosk.LogLevel;
import org.vosk.Model;
import org.vosk.Recognizer;

/**
 * Vosk (alphacephei.com/vosk, Apache-2.0): Kaldi's recogniser in native code. The small English model takes about 200 MB outside
 * of the heap, and each utterance that is listened to about 40 MB more; a core follows five people who talk at once.
 */
final class VoskRecogniser implements SpeechToText {

    /** Silence in front of each utterance: it mishears a first word that comes out of nothing. */
    private static final int LEAD_MILLIS = 300;

    /** What it makes of a cough or a door. */
    private static final Set<String> NOISES = Set.of("huh", "uh", "hm", "the", "a");

    private final Model model;
    private final Semaphore places;

    /**
     * @param directory of an unpacked model
     * @param utterances how many may be listened to at once
     */
    VoskRecogniser(Path directory, int utterances) throws IOException {
        LibVosk.setLogLevel(LogLevel.WARNINGS);
        model = new Model(directory.toString());
        places = new Semaphore(utterances);
    }

    @Override
    public synchronized Optional<Utterance> listen() {
        if (!places.tryAcquire()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Heard(new Recognizer(model, Sound.RATE)));
        } catch (IOException e) {
            places.release();
            throw new IllegalStateException("Vosk has no recogniser for its own model", e);
        }
    }

    /** Utterances that are still listened to keep what they need of it. */
    @Override
    public synchronized void close() {
        places.drainPermits();
        model.close();
    }

    private final class Heard implements Utterance {

        private final Recognizer recogniser;
        private final StringJoiner text = new StringJoiner(" ").setEmptyValue("");
        private boolean isOpen = true;

        Heard(Recognizer recogniser) {
            this.recogniser = recogniser;
            hear(new byte[Sound.bytes(LEAD_MILLIS)]);
        }

        @Override
        public void hear(byte[] pcm) {
            if (isOpen && recogniser.acceptWaveForm(pcm, pcm.length)) {
                add(recogniser.getResult());
            }
        }

        @Override
        public String text() {
            if (isOpen) {
                add(recogniser.getFinalResult());
            }
            return NOISES.contains(text.toString()) ? "" : text.toString();
        }

        private void add(String result) {
            var words = Json.MAPPER.readTree(result).path("text").asString("");
            if (!words.isEmpty()) {
                text.add(words);
            }
        }

        /** A native object: to use it after this, or to free it twice, would end the whole server. */
        @Override
        public void close() {
            if (isOpen) {
                isOpen = false;
                recogniser.close();
                places.release();
            }
        }
    }
}
