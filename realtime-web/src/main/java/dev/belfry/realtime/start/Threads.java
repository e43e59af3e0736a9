package dev.belfry.realtime.start;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** The module's own threads: each does one thing, in order. */
@ApplicationScoped
public class Threads {

    @Resource
    ManagedThreadFactory factory;

    private @Nullable ScheduledExecutorService presence;
    private @Nullable ScheduledExecutorService clock;

    synchronized ScheduledExecutorService presence() {
        if (presence == null) {
            presence = single("belfry-presence");
        }
        return presence;
    }

    synchronized ScheduledExecutorService clock() {
        if (clock == null) {
            clock = single("belfry-clock");
        }
        return clock;
    }

    @PreDestroy
    synchronized void end() {
        for (var thread : new ScheduledExecutorService[] {presence, clock}) {
            if (thread != null) {
                thread.shutdownNow();
            }
        }
    }

    private ScheduledExecutorService single(String name) {
        return Executors.newSingleThreadScheduledExecutor(work -> {
            var thread = factory.newThread(work);
            thread.setName(name);
            return thread;
        });
    }
}
