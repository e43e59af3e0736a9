package dev.belfry.voice.local;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.voice.VoiceProvider;
import dev.belfry.voice.assistant.Assistant;
import dev.belfry.voice.speech.Engines;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;

/** Voice without anybody else: see the package. */
public final class LocalProvider implements VoiceProvider, AutoCloseable {

    private final EngineRoom room;
    private final Assistant assistant;
    private final List<String> problems;
    private final ExecutorService threads;
    private final Pace pace;

    /**
     * @param problems what is wrong with its settings
     * @param threads what sessions do; as many as there are cores are enough, however many sessions there are
     */
    LocalProvider(EngineRoom room, Assistant assistant, List<String> problems, ExecutorService threads, Pace pace) {
        this.room = room;
        this.assistant = assistant;
        this.problems = List.copyOf(problems);
        this.threads = threads;
        this.pace = pace;
    }

    @Override
    public String name() {
        return "local";
    }

    @Override
    public List<String> problems() {
        return Stream.concat(problems.stream(), Engines.problem(room.model()).stream())
                .toList();
    }

    @Override
    public Leg open(Claims caller, Listener listener) {
        var session = new LocalSession(listener, new Mailbox(threads));
        session.open(caller, room, assistant, pace);
        return session;
    }

    /** Nothing is heard or said after it. */
    @Override
    public void close() {
        threads.shutdownNow();
        assistant.close();
        pace.clock().shutdownNow();
        room.close();
    }
}
