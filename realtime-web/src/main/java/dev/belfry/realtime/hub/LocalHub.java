package dev.belfry.realtime.hub;

import dev.belfry.realtime.protocol.ServerMessage.ForMany;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The hub of one server. */
public final class LocalHub implements Hub {

    private final Map<TopicKey, Room> topics = new ConcurrentHashMap<>();
    private final Remembering limits;

    /**
     * How much is remembered.
     *
     * @param total what all topics together remember now, in bytes
     */
    record Remembering(long topicBytes, long totalBytes, Duration window, AtomicLong total) {
        /** Of a message besides its content, roughly. */
        static final int OVERHEAD = 200;
    }

    /**
     * @param topicBytes that are remembered of one topic
     * @param totalBytes that are remembered of all
     * @param window how long they are
     */
    public LocalHub(long topicBytes, long totalBytes, Duration window) {
        limits = new Remembering(topicBytes, totalBytes, window, new AtomicLong());
    }

    @Override
    public Subscription subscribe(TopicKey topic, Subscriber subscriber) {
        enter(topic, room -> room.add(subscriber));
        return once(() -> leave(topic, room -> room.remove(subscriber)))::run;
    }

    @Override
    public Memory remember(TopicKey topic) {
        var room = enter(topic, Room::remember);
        var forget = once(() -> leave(topic, Room::forget));
        return new Memory() {
            @Override
            public long next() {
                return room.next();
            }

            @Override
            public Subscription subscribe(Subscriber subscriber, long from, Runnable missed) {
                room.addFrom(subscriber, from, missed);
                return once(() -> leave(topic, same -> same.remove(subscriber)))::run;
            }

            @Override
            public void close() {
                forget.run();
            }
        };
    }

    @Override
    public void publish(TopicKey topic, ForMany message) {
        publish(null, topic, message);
    }

    @Override
    public void publishFrom(Subscriber sender, TopicKey topic, ForMany message) {
        publish(sender, topic, message);
    }

    private void publish(@Nullable Subscriber sender, TopicKey topic, ForMany message) {
        var room = topics.get(topic);
        if (room != null) {
            room.publish(sender, message);
        }
    }

    /** Forgets what is too old. To be called from time to time. */
    public void trim() {
        topics.values().forEach(Room::trim);
    }

    /** Topics that somebody is subscribed to, or remembers. */
    int topics() {
        return topics.size();
    }

    /** What is remembered, in bytes. */
    long remembered() {
        return limits.total().get();
    }

    private Room enter(TopicKey topic, Consumer<Room> action) {
        return topics.compute(topic, (key, present) -> {
            var room = present == null ? new Room(limits) : present;
            action.accept(room);
            return room;
        });
    }

    private void leave(TopicKey topic, Consumer<Room> action) {
        topics.computeIfPresent(topic, (key, room) -> {
            action.accept(room);
            return room.isEmpty() ? null : room;
        });
    }

    private static Runnable once(Runnable action) {
        var isOpen = new AtomicBoolean(true);
        return () -> {
            if (isOpen.getAndSet(false)) {
                action.run();
            }
        };
    }
}
