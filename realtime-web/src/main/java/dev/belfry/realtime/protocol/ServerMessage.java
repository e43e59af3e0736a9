package dev.belfry.realtime.protocol;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What the server may say (protocol §3.5 to §3.8). */
public sealed interface ServerMessage {

    String topic();

    record Reply(Refs refs, String topic, boolean ok, ObjectNode response) implements ServerMessage {}

    /** The end of a channel, for good: the client does not join again by itself. */
    record Close(@Nullable String joinRef, String topic) implements ServerMessage {}

    /** A word of the server about the channel, such as {@code Subscribed to PostgreSQL}. */
    record Notice(@Nullable String joinRef, String topic, String extension, boolean ok, String text)
            implements ServerMessage {}

    /**
     * A change for the bindings of one channel.
     *
     * @param ids of the bindings that matched
     * @param data the change as JSON text, which many messages share
     */
    record PostgresChanges(String topic, List<Long> ids, Supplier<String> data) implements ServerMessage {

        public PostgresChanges {
            ids = List.copyOf(ids);
        }
    }
}
