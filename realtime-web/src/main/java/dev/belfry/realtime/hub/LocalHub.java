package dev.belfry.realtime.hub;

import dev.belfry.realtime.protocol.Fastlane;
import dev.belfry.realtime.protocol.ServerMessage.ForMany;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The hub of one server. */
public final class LocalHub implements Hub {

    private static final Logger LOG = System.getLogger(LocalHub.class.getName());

    private final Map<TopicKey, Set<Subscriber>> topics = new ConcurrentHashMap<>();

    @Override
    public Subscription subscribe(TopicKey topic, Subscriber subscriber) {
        topics.compute(topic, (key, present) -> {
            var subscribers = present == null ? ConcurrentHashMap.<Subscriber>newKeySet() : present;
            subscribers.add(subscriber);
            return subscribers;
        });
        var isOpen = new AtomicBoolean(true);
        return () -> {
            if (isOpen.getAndSet(false)) {
                leave(topic, subscriber);
            }
        };
    }

    private void leave(TopicKey topic, Subscriber subscriber) {
        topics.computeIfPresent(topic, (key, subscribers) -> {
            subscribers.remove(subscriber);
            return subscribers.isEmpty() ? null : subscribers;
        });
    }

    @Override
    public void publish(TopicKey topic, ForMany message) {
        deliver(null, topic, message);
    }

    @Override
    public void publishFrom(Subscriber sender, TopicKey topic, ForMany message) {
        deliver(sender, topic, message);
    }

    /** Topics that somebody is subscribed to. */
    int topics() {
        return topics.size();
    }

    private void deliver(@Nullable Subscriber sender, TopicKey topic, ForMany message) {
        var subscribers = topics.get(topic);
        if (subscribers == null) {
            return;
        }
        var shared = new Fastlane(message);
        for (var subscriber : subscribers) {
            if (!subscriber.equals(sender)) {
                deliver(subscriber, shared);
            }
        }
    }

    /** One that fails does not starve the rest. */
    private static void deliver(Subscriber subscriber, Fastlane message) {
        try {
            subscriber.receive(message);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "DeliveryFailed: a subscriber could not take a message", e);
        }
    }
}
