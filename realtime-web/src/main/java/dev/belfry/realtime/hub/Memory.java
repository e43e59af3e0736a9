package dev.belfry.realtime.hub;

/**
 * The broadcasts of one topic that are remembered, numbered from 1. All memories of a topic are one; it ends when the last of them is
 * closed. Closing is idempotent.
 */
public interface Memory extends AutoCloseable {

    /** The number of the next broadcast. */
    long next();

    /**
     * Subscribes, and first hands over what is remembered from that number on, but for the subscriber's own: nothing is missed or twice.
     *
     * @param missed runs before that if not all of it is remembered any more
     */
    Subscription subscribe(Subscriber subscriber, long from, Runnable missed);

    @Override
    void close();
}
