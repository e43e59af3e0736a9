package dev.belfry.realtime.traffic;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/** What has gone over the sockets since the start. Any thread may count. */
public final class Traffic {

    private final LongAdder opened = new LongAdder();
    private final LongAdder joins = new LongAdder();
    private final LongAdder channels = new LongAdder();
    private final LongAdder messagesIn = new LongAdder();
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder messagesOut = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder slowReaders = new LongAdder();
    private final LongAdder httpBroadcasts = new LongAdder();
    private final Map<Kind, LongAdder> deliveries = new EnumMap<>(Kind.class);
    private final Map<Refusal, LongAdder> refusals = new ConcurrentHashMap<>();
    private final Latency changes = new Latency();
    private final BiConsumer<Refusal, LongAdder> firstRefused;

    /** What one socket hears because of somebody else. */
    public enum Kind {
        BROADCAST,
        CHANGE,
        PRESENCE
    }

    /** @param firstRefused told of each refusal of a new kind, with the counter of those to come */
    public Traffic(BiConsumer<Refusal, LongAdder> firstRefused) {
        this.firstRefused = firstRefused;
        for (var kind : Kind.values()) {
            deliveries.put(kind, new LongAdder());
        }
    }

    public void opened() {
        opened.increment();
    }

    /** A message has come in. */
    public void received(int bytes) {
        messagesIn.increment();
        bytesIn.add(bytes);
    }

    /** The system has taken a message for a client. */
    public void written(int bytes) {
        messagesOut.increment();
        bytesOut.add(bytes);
    }

    /** Messages that waited for a socket that has ended. */
    public void dropped(int messages) {
        dropped.add(messages);
    }

    public void cutOffSlowReader() {
        slowReaders.increment();
    }

    public void joined() {
        joins.increment();
        channels.increment();
    }

    public void left() {
        channels.decrement();
    }

    /** A message was sent over HTTP, by somebody who may. */
    public void broadcastOverHttp() {
        httpBroadcasts.increment();
    }

    public void delivered(Kind kind) {
        counter(kind).increment();
    }

    public void refused(Refusal refusal) {
        var counter = refusals.get(refusal);
        if (counter == null) {
            counter = refusals.computeIfAbsent(refusal, this::first);
        }
        counter.increment();
    }

    private LongAdder first(Refusal refusal) {
        var counter = new LongAdder();
        firstRefused.accept(refusal, counter);
        return counter;
    }

    /** From the commit of a change until it is written to a socket of somebody who keeps up. */
    public Latency changes() {
        return changes;
    }

    public long sockets() {
        return opened.sum();
    }

    public long joins() {
        return joins.sum();
    }

    /** Those that are joined now. */
    public long channels() {
        return channels.sum();
    }

    public long messagesIn() {
        return messagesIn.sum();
    }

    public long bytesIn() {
        return bytesIn.sum();
    }

    public long messagesOut() {
        return messagesOut.sum();
    }

    public long bytesOut() {
        return bytesOut.sum();
    }

    public long dropped() {
        return dropped.sum();
    }

    public long slowReaders() {
        return slowReaders.sum();
    }

    public long httpBroadcasts() {
        return httpBroadcasts.sum();
    }

    public long deliveries(Kind kind) {
        return counter(kind).sum();
    }

    private LongAdder counter(Kind kind) {
        return Objects.requireNonNull(deliveries.get(kind));
    }
}
