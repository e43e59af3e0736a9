package dev.belfry.realtime.channel;

import dev.belfry.domain.access.Claims;
import dev.belfry.realtime.changes.Bindings;
import dev.belfry.realtime.hub.TopicKey;
import dev.belfry.realtime.protocol.JoinConfig;

/** What came of asking to join, before anything was subscribed. */
sealed interface JoinResult {

    record Allowed(TopicKey topic, JoinConfig config, Bindings bindings, Claims claims, Rights rights)
            implements JoinResult {}

    record Refused(Rejection why) implements JoinResult {}
}
