package dev.belfry.voice.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/** Answers those who are not let in, and counts them by the code that they are told. */
public final class Refusals {

    private static final Logger LOG = System.getLogger(Refusals.class.getName());

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final BiConsumer<String, LongAdder> firstRefused;

    /** @param firstRefused told of each code that is new, with the counter of those to come */
    public Refusals(BiConsumer<String, LongAdder> firstRefused) {
        this.firstRefused = firstRefused;
    }

    void answer(HttpServletResponse response, Refusal why) throws IOException {
        LOG.log(Level.INFO, "VoiceRefused: {0} {1}", why.status(), why.code());
        counts.computeIfAbsent(why.code(), this::first).increment();
        why.answer(response);
    }

    private LongAdder first(String code) {
        var count = new LongAdder();
        firstRefused.accept(code, count);
        return count;
    }
}
