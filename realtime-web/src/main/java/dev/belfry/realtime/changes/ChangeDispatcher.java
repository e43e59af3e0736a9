package dev.belfry.realtime.changes;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.capture.Change;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Takes committed changes in order, on a thread of its own, to every subscriber that asked for them and may see them. */
public final class ChangeDispatcher implements AutoCloseable {

    private static final Logger LOG = System.getLogger(ChangeDispatcher.class.getName());

    /** Whether a caller may see a change. */
    public interface Visibility {
        boolean isVisible(Change change, Claims caller);
    }

    private final Subscriptions subscriptions;
    private final Visibility visibility;
    private final BlockingQueue<Change> waiting = new LinkedBlockingQueue<>();
    private volatile @Nullable Thread thread;

    public ChangeDispatcher(Subscriptions subscriptions, Visibility visibility) {
        this.subscriptions = subscriptions;
        this.visibility = visibility;
    }

    public void start(ThreadFactory threads) {
        var started = threads.newThread(this::run);
        started.setName("belfry-changes");
        thread = started;
        started.start();
    }

    /** Never blocks: the committing thread goes on. */
    void accept(Change change) {
        waiting.add(change);
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                dispatch(waiting.take());
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "ChangeNotDispatched: a change was lost for those who had not got it yet", e);
            }
        }
    }

    /** One decision for each identity among the subscribers, however many they are. */
    private void dispatch(Change change) {
        var data = new ChangeJson(change);
        var decided = new HashMap<Claims, Boolean>();
        for (var match : subscriptions.matching(change)) {
            var caller = match.subscriber().claims();
            if (decided.computeIfAbsent(caller, identity -> isVisible(change, identity))) {
                match.subscriber().changed(match.ids(), data);
            }
        }
    }

    private boolean isVisible(Change change, Claims caller) {
        try {
            return visibility.isVisible(change, caller);
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "PolicyFailed: a change of {0} is kept from {1}: {2}",
                    change.table(),
                    caller,
                    e.getMessage());
            return false;
        }
    }
}
