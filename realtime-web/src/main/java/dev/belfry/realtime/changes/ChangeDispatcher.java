package dev.belfry.realtime.changes;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.change.Change;
import dev.belfry.realtime.protocol.Fastlane;
import dev.belfry.realtime.protocol.ServerMessage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
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

    /** What makes messages of one match differ: subscribers for whom it is the same share one message. */
    private record Audience(String topic, boolean isLegacy) {}

    /** One decision for each identity among the subscribers and one message for each audience, however many they are. */
    private void dispatch(Change change) {
        var decided = new HashMap<Claims, Boolean>();
        var texts = new HashMap<List<String>, ChangeJson>();
        for (var match : subscriptions.matching(change)) {
            var data = texts.computeIfAbsent(match.select(), select -> new ChangeJson(change, select));
            var messages = new HashMap<Audience, Fastlane>();
            for (var subscriber : match.subscribers()) {
                if (decided.computeIfAbsent(subscriber.claims(), identity -> isVisible(change, identity))) {
                    var audience = new Audience(subscriber.topic(), subscriber.isLegacy());
                    subscriber.receive(
                            messages.computeIfAbsent(audience, to -> new Fastlane(message(to, match.ids(), data))));
                }
            }
        }
    }

    private static ServerMessage.ForMany message(Audience audience, List<Long> ids, ChangeJson data) {
        return audience.isLegacy()
                ? new ServerMessage.BareChange(audience.topic(), data.type(), data)
                : new ServerMessage.PostgresChanges(audience.topic(), ids, data);
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
