package dev.belfry.realtime.hub;

import dev.belfry.realtime.protocol.Fastlane;

/** Receives on the publisher's thread, so it hands off and returns. */
public interface Subscriber {

    void receive(Fastlane message);

    /** Equal for two subscribers of which one has come in the other's place: what one has sent is not remembered to the other. */
    default Object identity() {
        return this;
    }
}
