package dev.belfry.voice.speech;

import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Both engines, ready. They take a second to make, so they are made once. */
public record Engines(SpeechToText ears, TextToSpeech mouth) implements AutoCloseable {

    private static final List<String> LIBRARIES = List.of("libvosk.so", "libvosk.dylib", "libvosk.dll");

    /** Why there cannot be any here, for whoever sets the server up; costs nothing. */
    public static Optional<String> problem(Path model) {
        if (!Files.isRegularFile(model.resolve("conf/mfcc.conf"))) {
            return Optional.of("BELFRY_VOICE_MODEL_DIR must be the directory of an unpacked Vosk model, and has no"
                    + " conf/mfcc.conf: " + model);
        }
        try {
            return hasNativeLibrary()
                    ? Optional.empty()
                    : Optional.of("Vosk has no library for " + Platform.RESOURCE_PREFIX
                            + ": set BELFRY_VOICE_PROVIDER to openai or off here");
        } catch (NoClassDefFoundError e) {
            return Optional.of(
                    "The server's folder lib/voice must hold Vosk, JNA and FreeTTS: there is no " + e.getMessage());
        }
    }

    /**
     * @param model the directory of Vosk's unpacked model
     * @param utterances how many may be listened to at once
     */
    public static Engines load(Path model, int utterances) throws IOException {
        var ears = new VoskRecogniser(model, utterances);
        return new Engines(ears, new FreeTtsVoice());
    }

    private static boolean hasNativeLibrary() {
        var loader = Platform.class.getClassLoader();
        return LIBRARIES.stream().anyMatch(name -> loader.getResource(Platform.RESOURCE_PREFIX + "/" + name) != null);
    }

    @Override
    public void close() {
        ears.close();
        mouth.close();
    }
}
