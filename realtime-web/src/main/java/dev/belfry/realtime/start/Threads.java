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
    private static final int ROW_QUESTIONS = 4;
    private static final int QUESTIONS = 8;

    @Resource
    ManagedThreadFactory factory;

    private @Nullable ScheduledExecutorService presence;
    private @Nullable ScheduledExecutorService clock;
    private @Nullable ScheduledExecutorService policies;
    private @Nullable ScheduledExecutorService transcripts;
    private @Nullable ExecutorService catchUps;
    private @Nullable ExecutorService questions;
    private @Nullable ExecutorService rowQuestions;

    synchronized ScheduledExecutorService presence() {
        if (presence == null) {
            presence = single("belfry-presence");
        }
        return presence;
    }

    /** A few, for those who catch up with changes. */
    synchronized ExecutorService catchUps() {
        if (catchUps == null) {
            catchUps = Executors.newFixedThreadPool(CATCH_UPS, work -> named("belfry-catch-up", work));
        }
        return catchUps;
    }

    /** Some, on which sockets wait for the database, so that Liberty's own threads do not; fewer than its connections. */
    synchronized ExecutorService questions() {
        if (questions == null) {
            questions = Executors.newFixedThreadPool(QUESTIONS, work -> named("belfry-question", work));
        }
        return questions;
    }

    /** A few, which wait for PostgreSQL's word about who may see which rows. */
    synchronized ExecutorService rowQuestions() {
        if (rowQuestions == null) {
            rowQuestions = Executors.newFixedThreadPool(ROW_QUESTIONS, work -> named("belfry-row-question", work));
        }
        return rowQuestions;
    }

    /** Reads policies again and again; waits for the database, and nobody for it. */
    synchronized ScheduledExecutorService policies() {
        if (policies == null) {
            policies = single("belfry-policies");
        }
        return policies;
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
        for (var thread :
                new ExecutorService[] {presence, clock, policies, transcripts, catchUps, questions, rowQuestions}) {
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
