package dev.belfry.realtime.channel;

import dev.belfry.domain.access.Claims;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a socket from its upgrade.
 *
 * @param claims who its own key says it is
 * @param client the id that its page gave in the URL, by which it is known again after a lost connection
 * @param headers those that begin with {@code x-}, for policies: a JSON object as text
 */
public record Connection(Claims claims, @Nullable String client, String headers) {

    private static final AtomicLong CHANNELS = new AtomicLong();

    public Connection(Claims claims, @Nullable String client) {
        this(claims, client, "{}");
    }

    /** Who may come back to a place: the same page, as the same user. Without an id that is the channel alone. */
    String holder(Claims channel) {
        var identity = channel.subject() == null ? channel.role() : channel.subject();
        return client == null ? "#" + CHANNELS.incrementAndGet() : identity + " " + client;
    }

    /** A presence key for a client that gave none; the same one for the same page, which it does not give away. */
    String presenceKey(String topic) {
        return client == null
                ? UUID.randomUUID().toString()
                : UUID.nameUUIDFromBytes((client + " " + topic).getBytes(StandardCharsets.UTF_8))
                        .toString();
    }

    boolean comesBack() {
        return client != null;
    }
}
