package dev.belfry.realtime.hub;

import dev.belfry.realtime.protocol.ServerMessage.ForMany;

/** Takes a message to everybody on a topic. Messages of one publishing thread arrive in the order of its calls. */
public interface Hub {

    Subscription subscribe(TopicKey topic, Subscriber subscriber);

    void publish(TopicKey topic, ForMany message);

    /** As {@link #publish}, but not to the sender itself. */
    void publishFrom(Subscriber sender, TopicKey topic, ForMany message);

    /** Remembers the broadcasts of the topic, within limits, until that is closed. */
    Memory remember(TopicKey topic);
}
