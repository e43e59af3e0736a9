package dev.belfry.realtime.channel;

import dev.belfry.domain.messages.MessagesFailed;
import dev.belfry.domain.messages.StoredMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The broadcasts that the database keeps, and those that it sends. */
public interface Archive {

    /** The newest of a private topic since then, the oldest first. Blocks. */
    List<StoredMessage> since(String topicName, Instant since, int limit) throws MessagesFailed;

    /** Keeps a message that has been sent. Blocks. */
    void store(StoredMessage message, Duration life) throws MessagesFailed;

    /** Whether what the database sends from now on is heard. */
    boolean isHeard();
}
