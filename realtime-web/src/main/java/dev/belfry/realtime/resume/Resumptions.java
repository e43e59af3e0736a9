package dev.belfry.realtime.resume;

import dev.belfry.realtime.hub.Hub;
import dev.belfry.realtime.hub.TopicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The pages that may come back, and where on each topic they are. */
public final class Resumptions {

    private static final int PLACES = 1 << 16;

    private final Hub hub;
    private volatile PositionFile file = PositionFile.inMemory(PLACES);
    private final Duration window;
    private final Clock clock;
    private final Map<Key, Progress> pages = new ConcurrentHashMap<>();

    /** @param holder who may come back to a place: a page, as a user */
    private record Key(String holder, TopicKey topic) {}

    /** @param window how long a page may be away */
    public Resumptions(Hub hub, Duration window, Clock clock) {
        this.hub = hub;
        this.window = window;
        this.clock = clock;
    }

    /** From now on positions outlive this process in that file. To be called before the first page comes. */
    public void keepIn(PositionFile positions) {
        file = positions;
    }

    /**
     * A page joins: it goes on where it was, if it was here.
     *
     * @param socket by which it comes, for what was sent on the same one still arrives
     */
    public Progress enter(String holder, TopicKey topic, Object socket) {
        var key = new Key(holder, topic);
        return pages.compute(key, (same, before) -> {
            var memory = hub.remember(topic);
            var place = file.place(same.toString());
            if (before == null) {
                return Progress.unremembered(memory, place, socket);
            }
            var progress = Progress.after(before, memory, place, socket);
            before.memory().close();
            return progress;
        });
    }

    /** The page has gone without a word, and may come back. */
    public void lost(Progress progress) {
        progress.lost(clock.instant());
    }

    /** The page has left: it does not come back to where it was. */
    public void left(String holder, TopicKey topic, Progress progress) {
        var key = new Key(holder, topic);
        if (pages.remove(key, progress)) {
            file.place(key.toString()).clear();
        }
        progress.memory().close();
    }

    /** Keeps where the pages are, and forgets what is owed to those that did not come back in time. To be called every second or so. */
    public void keep() {
        var tooOld = clock.instant().minus(window);
        pages.forEach((key, progress) -> {
            if (progress.isLostSince(tooOld)) {
                if (pages.remove(key, progress)) {
                    file.place(key.toString()).leave();
                }
                progress.memory().close();
            } else {
                progress.record();
            }
        });
    }
}
