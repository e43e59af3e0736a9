package dev.belfry.voice.local;

import dev.belfry.voice.speech.Engines;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where sessions get the engines: loaded for the first session, they take about 230 MB, most of it outside of the heap, and stay until the
 * server stops.
 */
final class EngineRoom implements AutoCloseable {

    private final Path model;
    private final int utterances;
    private @Nullable Engines engines;
    private boolean isClosed;

    /**
     * @param model the directory of an unpacked Vosk model
     * @param utterances how many may be listened to at once
     */
    EngineRoom(Path model, int utterances) {
        this.model = model;
        this.utterances = utterances;
    }

    synchronized Engines engines() throws IOException {
        if (isClosed) {
            throw new IOException("the server stops");
        }
        var ready = engines;
        if (ready == null) {
            ready = Engines.load(model, utterances);
            engines = ready;
        }
        return ready;
    }

    Path model() {
        return model;
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        if (engines != null) {
            engines.close();
        }
    }
}
