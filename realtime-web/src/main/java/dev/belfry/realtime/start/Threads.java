package dev.belfry.realtime.start;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** The module's own threads: each does one thing, in order. */
@ApplicationScoped
public class Threads {

    private static final int CATCH_UPS = 4;

    @Resource
    ManagedThreadFactory factory;

    private @Nullable ScheduledExecutorService presence;
    private @Nullable ScheduledExecutorService clock;
    private @Nullable ScheduledExecutorService transcripts;
    private @Nullable ExecutorService catchUps;

    synchronized ScheduledExecutorService presence() {
        if (presence == null) {
            presence = single("belfry-presence");
        }
        return presence;
    }

    /** A few, which ask the database for those who catch up with changes. */
    synchronized ExecutorService catchUps() {
        if (catchUps == null) {
            catchUps = Executors.newFixedThreadPool(CATCH_UPS, work -> named("belfry-catch-up", work));
        }
        return catchUps;
    }

    synchronized ScheduledExecutorService clock() {
        if (clock == null) {
            clock = single("belfry-clock");
        }
        return clock;
    }

    synchronized ScheduledExecutorService transcripts() {
        if (transcripts == null) {
            transcripts = single("belfry-transcripts");
        }
        return transcripts;
    }

    @PreDestroy
    synchronized void end() {
        for (var thread : new ExecutorService[] {presence, clock, transcripts, catchUps}) {
            if (thread != null) {
                thread.shutdownNow();
            }
        }
    }

    private ScheduledExecutorService single(String name) {
        return Executors.newSingleThreadScheduledExecutor(work -> named(name, work));
    }

    private Thread named(String name, Runnable work) {
        var thread = factory.newThread(work);
        thread.setName(name);
        return thread;
    }
}
