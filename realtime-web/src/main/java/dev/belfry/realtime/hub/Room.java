package dev.belfry.realtime.hub;

import dev.belfry.realtime.protocol.Fastlane;
import dev.belfry.realtime.protocol.ServerMessage.Broadcast;
import dev.belfry.realtime.protocol.ServerMessage.ForMany;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Who is on one topic, and what was said there lately, while somebody wants that remembered. */
final class Room {

    private static final Logger LOG = System.getLogger(Room.class.getName());

    private final LocalHub.Remembering limits;
    private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger memories = new AtomicInteger();
    private final ArrayDeque<Said> said = new ArrayDeque<>();
    private long next = 1;
    private long bytes;

    private record Said(Fastlane message, @Nullable Object sender, int size, long nanos) {}

    Room(LocalHub.Remembering limits) {
        this.limits = limits;
    }

    boolean isEmpty() {
        return subscribers.isEmpty() && memories.get() == 0;
    }

    void add(Subscriber subscriber) {
        subscribers.add(subscriber);
    }

    void remove(Subscriber subscriber) {
        subscribers.remove(subscriber);
    }

    void remember() {
        memories.incrementAndGet();
    }

    synchronized void forget() {
        if (memories.decrementAndGet() == 0) {
            while (!said.isEmpty()) {
                dropOldest();
            }
        }
    }

    synchronized long next() {
        return next;
    }

    synchronized void addFrom(Subscriber subscriber, long from, Runnable missed) {
        if (from < next - said.size()) {
            missed.run();
        }
        for (var one : said) {
            if (one.message().number() >= from && !subscriber.identity().equals(one.sender())) {
                deliver(subscriber, one.message());
            }
        }
        subscribers.add(subscriber);
    }

    void publish(@Nullable Subscriber sender, ForMany message) {
        if (message instanceof Broadcast broadcast && memories.get() > 0) {
            publishRemembered(sender, broadcast);
        } else {
            deliverToAll(sender, new Fastlane(message));
        }
    }

    /** One after the other, so that each hears them in the order of their numbers. */
    private synchronized void publishRemembered(@Nullable Subscriber sender, Broadcast broadcast) {
        var message = new Fastlane(broadcast, next++);
        var size = broadcast.content().size() + LocalHub.Remembering.OVERHEAD;
        said.add(new Said(message, sender == null ? null : sender.identity(), size, System.nanoTime()));
        bytes += size;
        limits.total().addAndGet(size);
        trim();
        deliverToAll(sender, message);
    }

    synchronized void trim() {
        while (!said.isEmpty() && isTooMuch(said.getFirst())) {
            dropOldest();
        }
    }

    private boolean isTooMuch(Said oldest) {
        return bytes > limits.topicBytes()
                || limits.total().get() > limits.totalBytes()
                || System.nanoTime() - oldest.nanos() > limits.window().toNanos();
    }

    private void dropOldest() {
        var size = said.removeFirst().size();
        bytes -= size;
        limits.total().addAndGet(-size);
    }

    private void deliverToAll(@Nullable Subscriber sender, Fastlane message) {
        for (var subscriber : subscribers) {
            if (!subscriber.equals(sender)) {
                deliver(subscriber, message);
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
