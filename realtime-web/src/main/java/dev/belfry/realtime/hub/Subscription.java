package dev.belfry.realtime.hub;

/** A place in the hub. Closing it is idempotent; a message that is being published meanwhile may still arrive. */
public interface Subscription extends AutoCloseable {

    @Override
    void close();
}
