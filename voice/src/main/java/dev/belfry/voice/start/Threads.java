package dev.belfry.voice.start;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** The module's own threads. */
@ApplicationScoped
public class Threads {

    private final ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor();

    @Resource
    ManagedThreadFactory factory;

    private @Nullable ScheduledExecutorService clock;

    /** One that does what is due, and never waits. */
    synchronized ScheduledExecutorService clock() {
        if (clock == null) {
            clock = Executors.newSingleThreadScheduledExecutor(work -> {
                var thread = factory.newThread(work);
                thread.setName("belfry-voice-clock");
                return thread;
            });
        }
        return clock;
    }

    /** As many as are needed, which may wait. */
    ExecutorService waiting() {
        return waiting;
    }

    @PreDestroy
    synchronized void end() {
        if (clock != null) {
            clock.shutdownNow();
        }
        waiting.shutdownNow();
    }
}
