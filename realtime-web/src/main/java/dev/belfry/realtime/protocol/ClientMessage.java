package dev.belfry.realtime.protocol;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What a client may say (protocol §3.2). Decoding is total: what has no meaning here is {@link Other}. */
public sealed interface ClientMessage {

    Refs refs();

    String topic();

    record Join(Refs refs, String topic, ObjectNode payload) implements ClientMessage {}

    record Leave(Refs refs, String topic) implements ClientMessage {}

    record Heartbeat(Refs refs, String topic) implements ClientMessage {}

    /** A new token for a channel; null, or a key that is no JWT, changes nothing. */
    record AccessToken(Refs refs, String topic, @Nullable String token) implements ClientMessage {}

    /** @param persist null unless the message is to be kept, which is an {@link BroadcastContent.Event} then */
    record Broadcast(
            Refs refs,
            String topic,
            BroadcastContent content,
            @Nullable Persist persist) implements ClientMessage {}

    /** @param state what to tell the others about the sender; null if it is no object */
    record Track(Refs refs, String topic, @Nullable ObjectNode state) implements ClientMessage {}

    record Untrack(Refs refs, String topic) implements ClientMessage {}

    record Other(Refs refs, String topic, String event) implements ClientMessage {}
}
