package dev.belfry.realtime.changes;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;

/** Work of one name is done one after the other, and does not wait for that of other names. */
final class Lanes {

    private static final Logger LOG = System.getLogger(Lanes.class.getName());

    private final Executor threads;
    private final Map<String, Queue<Runnable>> waiting = new HashMap<>();

    Lanes(Executor threads) {
        this.threads = threads;
    }

    void run(String name, Runnable work) {
        synchronized (waiting) {
            var queue = waiting.get(name);
            if (queue != null) {
                queue.add(work);
                return;
            }
            waiting.put(name, new ArrayDeque<>());
        }
        threads.execute(() -> runAll(name, work));
    }

    private void runAll(String name, Runnable first) {
        for (Runnable next = first; next != null; next = next(name)) {
            try {
                next.run();
            } catch (Throwable e) { // the lane is the others' too
                LOG.log(Level.ERROR, "QuestionFailed: a question about " + name + " was given up", e);
            }
        }
    }

    private @org.jspecify.annotations.Nullable Runnable next(String name) {
        synchronized (waiting) {
            var queue = waiting.getOrDefault(name, new ArrayDeque<>());
            if (queue.isEmpty()) {
                waiting.remove(name);
            }
            return queue.poll();
        }
    }
}
