package dev.belfry.realtime.channel;

import dev.belfry.domain.messages.Asker;
import dev.belfry.domain.messages.MessagesFailed;
import dev.belfry.domain.messages.Right;
import dev.belfry.realtime.hub.TopicKey;
import java.util.Set;

/** Decides what a caller may do on a topic. On a public one everybody may do everything. */
public interface ChannelPolicies {

    /**
     * Those of the rights that the caller has on a private topic. May ask the database, and so may block.
     *
     * @throws MessagesFailed if nobody can say
     */
    Set<Right> onPrivate(Asker caller, String topicName, Set<Right> asked) throws MessagesFailed;

    default Set<Right> on(TopicKey topic, Asker caller, Set<Right> asked) throws MessagesFailed {
        return topic.isPrivate() ? onPrivate(caller, topic.name(), asked) : asked;
    }
}
