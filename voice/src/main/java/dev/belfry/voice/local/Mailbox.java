package dev.belfry.voice.local;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Runs one task after the other on threads that others use too; between tasks it holds none. Once those have ended, nothing runs. */
final class Mailbox implements Executor {

    private final Executor threads;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean isRunning;

    Mailbox(Executor threads) {
        this.threads = threads;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (waiting) {
            waiting.add(task);
            if (isRunning) {
                return;
            }
            isRunning = true;
        }
        hand();
    }

    private void hand() {
        try {
            threads.execute(this::runOne);
        } catch (RejectedExecutionException e) {
            synchronized (waiting) {
                waiting.clear();
            }
        }
    }

    /** One, then it is others' turn. */
    private void runOne() {
        try {
            next().run();
        } finally {
            if (hasMore()) {
                hand();
            }
        }
    }

    private boolean hasMore() {
        synchronized (waiting) {
            isRunning = !waiting.isEmpty();
            return isRunning;
        }
    }

    private Runnable next() {
        synchronized (waiting) {
            return waiting.remove();
        }
    }
}
