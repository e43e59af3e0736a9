package dev.belfry.it;

import dev.belfry.voice.speech.FreeTtsVoice;
import dev.belfry.voice.speech.Sound;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/** Somebody who speaks, as a WAV file that a browser takes for its microphone. */
final class Microphone {

    private static final int QUIET_MILLIS = 3000;

    private Microphone() {}

    /** @param pauseMillis between sentences, and after the last */
    static Path write(Path file, List<String> sentences, int pauseMillis) throws IOException {
        var sound = new ByteArrayOutputStream();
        sound.writeBytes(new byte[Sound.bytes(QUIET_MILLIS)]);
        try (var voice = new FreeTtsVoice()) {
            for (var sentence : sentences) {
                sound.writeBytes(voice.speak(sentence));
                sound.writeBytes(new byte[Sound.bytes(pauseMillis)]);
            }
        }
        var format = new AudioFormat(Sound.RATE, Short.SIZE, 1, true, false);
        var stream = new AudioInputStream(
                new ByteArrayInputStream(sound.toByteArray()), format, sound.size() / format.getFrameSize());
        AudioSystem.write(stream, AudioFileFormat.Type.WAVE, file.toFile());
        return file.toAbsolutePath();
    }
}
