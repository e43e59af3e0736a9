package dev.belfry.realtime.hub;

import dev.belfry.realtime.protocol.Fastlane;

/** Receives on the publisher's thread, so it hands off and returns. */
public interface Subscriber {

    void receive(Fastlane message);
}
