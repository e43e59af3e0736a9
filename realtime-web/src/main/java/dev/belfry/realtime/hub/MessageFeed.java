package dev.belfry.realtime.hub;

import dev.belfry.domain.messages.StoredMessage;
import dev.belfry.realtime.protocol.BroadcastContent;
import dev.belfry.realtime.protocol.ServerMessage;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** Where a broadcast of the database enters the web module. */
@Dependent
public class MessageFeed {

    private final Hub hub;

    @Inject
    public MessageFeed(Hub hub) {
        this.hub = hub;
    }

    void sent(@Observes StoredMessage message) {
        var topic = new TopicKey(message.topic(), message.isPrivate());
        hub.publish(topic, new ServerMessage.Broadcast(topic.topic(), BroadcastContent.of(message, false)));
    }
}
