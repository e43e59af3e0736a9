package dev.belfry.realtime.channel;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one socket's messages do, one at a time in the order in which they came: on the thread that brings them, which has others to
 * serve, or on one that may wait where the database has to be asked. What comes behind waits its turn, and nobody's thread with it.
 */
final class Turns {

    private static final Logger LOG = System.getLogger(Turns.class.getName());

    private final Executor mayWait;
    private final long maxBytes;
    private final Queue<Turn> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private boolean isBusy;

    /** @param asks whether it may wait for the database; asked when its turn has come */
    private record Turn(int size, BooleanSupplier asks, Runnable work) {}

    /** @param maxBytes that may wait, with one message more */
    Turns(Executor mayWait, long maxBytes) {
        this.mayWait = mayWait;
        this.maxBytes = maxBytes;
    }

    /** False if too much waits already: then nothing happens. */
    boolean take(int size, BooleanSupplier asks, Runnable work) {
        var turn = new Turn(size, asks, work);
        synchronized (this) {
            if (isBusy) {
                if (waitingBytes > maxBytes) {
                    return false;
                }
                waiting.add(turn);
                waitingBytes += size;
                return true;
            }
            isBusy = true;
        }
        runFrom(turn);
        return true;
    }

    /** As {@link #take}, however much waits: for what the server itself has to do. */
    void take(Runnable work) {
        var turn = new Turn(0, () -> false, work);
        synchronized (this) {
            if (isBusy) {
                waiting.add(turn);
                return;
            }
            isBusy = true;
        }
        runFrom(turn);
    }

    private void runFrom(@Nullable Turn first) {
        for (var turn = first; turn != null; turn = next()) {
            if (turn.asks.getAsBoolean() && isHandedOver(turn)) {
                return;
            }
            run(turn.work);
        }
    }

    private boolean isHandedOver(Turn turn) {
        try {
            mayWait.execute(() -> {
                run(turn.work);
                runFrom(next());
            });
            return true;
        } catch (RejectedExecutionException e) {
            return false; // the server is stopping, and nobody else needs this thread
        }
    }

    private synchronized @Nullable Turn next() {
        var turn = waiting.poll();
        if (turn == null) {
            isBusy = false;
        } else {
            waitingBytes -= turn.size;
        }
        return turn;
    }

    private static void run(Runnable work) {
        try {
            work.run();
        } catch (Throwable e) { // whatever one message does, those behind it have their turn
            LOG.log(Level.ERROR, "UnknownErrorOnChannel: a message could not be handled", e);
        }
    }
}
