package dev.belfry.realtime.protocol;

import dev.belfry.domain.presence.Meta;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What the server may say (protocol §3.5 to §3.8). */
public sealed interface ServerMessage {

    String topic();

    /** A message without references, the same for every channel of its topic: {@link Fastlane} encodes it once. */
    sealed interface ForMany extends ServerMessage {}

    record Reply(Refs refs, String topic, boolean ok, ObjectNode response) implements ServerMessage {}

    /** The end of a channel, for good: the client does not join again by itself. */
    record Close(@Nullable String joinRef, String topic) implements ServerMessage {}

    /** The end of a channel, after which the client joins again by itself. */
    record Failure(@Nullable String joinRef, String topic) implements ServerMessage {}

    /** A word of the server about the channel, such as {@code Subscribed to PostgreSQL}. */
    record Notice(@Nullable String joinRef, String topic, String extension, boolean ok, String text)
            implements ServerMessage {}

    /** Everybody who is here, by key. */
    record PresenceState(@Nullable String joinRef, String topic, Map<String, List<Meta>> metas)
            implements ServerMessage {}

    /** Who came and who left; an update is both (protocol §6.1). */
    record PresenceDiff(String topic, Map<String, List<Meta>> joins, Map<String, List<Meta>> leaves)
            implements ForMany {}

    record Broadcast(String topic, BroadcastContent content) implements ForMany {}

    /** A broadcast that was stored, for a channel that asked for it (protocol §5.4). */
    record Replayed(@Nullable String joinRef, String topic, BroadcastContent.Event content) implements ServerMessage {}

    /**
     * A change for the bindings of one channel.
     *
     * @param ids of the bindings that matched
     * @param data the change as JSON text, which many messages share
     */
    record PostgresChanges(String topic, List<Long> ids, Supplier<String> data) implements ForMany {

        public PostgresChanges {
            ids = List.copyOf(ids);
        }
    }

    /** A change for a channel that joined the old way, without a configuration: no ids, the kind is the event (protocol §3.3). */
    record BareChange(String topic, String kind, Supplier<String> data) implements ForMany {}
}
