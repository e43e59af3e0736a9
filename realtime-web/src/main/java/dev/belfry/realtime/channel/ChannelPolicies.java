package dev.belfry.realtime.channel;

import dev.belfry.domain.access.Claims;
import dev.belfry.realtime.hub.TopicKey;

/** Decides what a caller may do on a topic. On a public one everybody may do everything. */
public interface ChannelPolicies {

    /** What the bearer of those claims may do on a private topic. May ask the database, and so may block. */
    Rights onPrivate(Claims caller, String topicName);

    default Rights on(TopicKey topic, Claims caller) {
        return topic.isPrivate() ? onPrivate(caller, topic.name()) : Rights.ALL;
    }
}
