package dev.belfry.voice.speech;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The real engines with the real model, once for all tests. */
public final class GivenEngines {

    public static final Path MODEL = Path.of("target/voice-model");

    private static final Engines ENGINES = load();

    private GivenEngines() {}

    public static Engines engines() {
        return ENGINES;
    }

    private static Engines load() {
        try {
            return Engines.load(MODEL, 2);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
