package dev.belfry.voice.speech;

import com.sun.speech.freetts.Voice;
import com.sun.speech.freetts.en.us.cmu_us_kal.KevinVoiceDirectory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.text.Normalizer;
import java.util.stream.Stream;

/** FreeTTS (freetts.sourceforge.io) with the voice that it brings: pure Java, English, understandable, and plainly a machine. */
public final class FreeTtsVoice implements TextToSpeech {

    private static final String NAME = "kevin16";

    private final Voice voice;
    private final RecordedSpeech recorded = new RecordedSpeech();

    public FreeTtsVoice() {
        voice = Stream.of(new KevinVoiceDirectory().getVoices())
                .filter(candidate -> candidate.getName().equals(NAME))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("FreeTTS comes without its voice " + NAME));
        voice.setAudioPlayer(recorded);
        voice.allocate();
    }

    /** The engine knows no letters but those of English: accents go, other scripts are silence. */
    private static String readable(String sentence) {
        return Normalizer.normalize(sentence, Normalizer.Form.NFKD).replaceAll("\\p{M}", "");
    }

    /** A hundred times as fast as it sounds, and one sentence after the other: the engine has state. */
    @Override
    public synchronized byte[] speak(String sentence) {
        recorded.clear();
        if (!voice.speak(readable(sentence))) {
            throw new IllegalStateException("FreeTTS did not speak a sentence of " + sentence.length() + " characters");
        }
        var samples = new short[recorded.bytes().length / Short.BYTES];
        ByteBuffer.wrap(recorded.bytes())
                .order(ByteOrder.BIG_ENDIAN)
                .asShortBuffer()
                .get(samples);
        return Resampler.toOurs(samples, recorded.rate());
    }

    @Override
    public synchronized void close() {
        voice.deallocate();
    }
}
