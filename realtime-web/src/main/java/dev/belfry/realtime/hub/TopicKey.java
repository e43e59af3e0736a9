package dev.belfry.realtime.hub;

import dev.belfry.realtime.protocol.Topic;

/**
 * What tells one topic from another: a private and a public one of the same name are two (protocol §5.1).
 *
 * @param name as the application gave it, without {@code realtime:}
 */
public record TopicKey(String name, boolean isPrivate) {

    /** As it stands on the wire. */
    public String topic() {
        return Topic.PREFIX + name;
    }
}
