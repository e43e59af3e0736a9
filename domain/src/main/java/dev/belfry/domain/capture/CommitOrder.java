package dev.belfry.domain.capture;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets transactions be announced in the order in which they committed wherever they wrote the same row, although their threads
 * race after the commit.
 *
 * <p>Whoever has written a row holds its lock until the end. So of two unfinished transactions that say they wrote it, the one
 * that said it first has ended in the database already; the other is announced after it. Nobody waits for that: whoever is
 * announced announces those that waited for it.
 */
final class CommitOrder {

    private static final Logger LOG = System.getLogger(CommitOrder.class.getName());

    /** The transaction that wrote the row last, of those that are not announced yet. */
    private final Map<Object, Turn> last = new HashMap<>();

    private final Queue<Turn> ready = new ArrayDeque<>();
    private final ReentrantLock announcing = new ReentrantLock();
    private final Executor afterPatience;

    /**
     * @param afterPatience runs what it is given some time later: a transaction that waits in vain until then is announced all
     *     the same
     */
    CommitOrder(Executor afterPatience) {
        this.afterPatience = afterPatience;
    }

    /** One transaction, from its first write until it is announced. */
    final class Turn {

        private final Set<Object> rows = new HashSet<>();
        private final Set<Turn> before = new HashSet<>();
        private final List<Turn> after = new ArrayList<>();
        private @Nullable Runnable announcement;

        /** To be called while the transaction holds the row's lock, by its thread. */
        void wrote(Object row) {
            if (rows.add(row)) {
                follow(row);
            }
        }

        /**
         * The transaction has ended. Returns when it is announced, or else is left to one that it has to follow.
         *
         * @param announcing called once, never at the same time as another's
         */
        void committed(Runnable announcing) {
            end(announcing);
        }

        /** There is nothing to announce, but who follows this one has to follow those before it. */
        void rolledBack() {
            end(() -> {});
        }

        private void follow(Object row) {
            synchronized (last) {
                var previous = last.put(row, this);
                if (previous != null && before.add(previous)) {
                    previous.after.add(this);
                }
            }
        }

        private void end(Runnable how) {
            boolean waits;
            synchronized (last) {
                announcement = how;
                waits = !readyIfFirst();
            }
            if (waits) {
                afterPatience.execute(this::waitedTooLong);
            }
            announceReady();
        }

        private boolean readyIfFirst() {
            return before.isEmpty() && ready.add(this);
        }

        private void announce() {
            try {
                if (announcement != null) {
                    announcement.run();
                }
            } finally {
                release();
            }
        }

        private void release() {
            synchronized (last) {
                rows.forEach(row -> last.remove(row, this));
                for (var next : after) {
                    if (next.before.remove(this) && next.announcement != null) {
                        next.readyIfFirst();
                    }
                }
            }
        }

        /** Gives up on those that did not end. Those that ended are announced in any case, and this one after them. */
        private void waitedTooLong() {
            synchronized (last) {
                if (!before.removeIf(previous -> previous.announcement == null)) {
                    return;
                }
                LOG.log(
                        Level.WARNING,
                        "ChangesOutOfOrder: a transaction did not end although others have changed its rows since;"
                                + " their changes are announced before its own");
                readyIfFirst();
            }
            announceReady();
        }
    }

    Turn begin() {
        return new Turn();
    }

    /** Zero when every transaction that began has been announced. */
    int rowsAwaited() {
        synchronized (last) {
            return last.size();
        }
    }

    private void announceReady() {
        if (announcing.isHeldByCurrentThread()) {
            return; // an observer's own transaction: it is next, when the one that is being announced is through
        }
        announcing.lock();
        try {
            for (var next = nextReady(); next != null; next = nextReady()) {
                next.announce();
            }
        } finally {
            announcing.unlock();
        }
    }

    private @Nullable Turn nextReady() {
        synchronized (last) {
            return ready.poll();
        }
    }
}
