package dev.belfry.realtime.start;

import dev.belfry.domain.messages.Messages;
import dev.belfry.domain.messages.MessagesFailed;
import dev.belfry.domain.messages.StoredMessage;
import dev.belfry.realtime.channel.Archive;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The archive in {@code realtime.messages}, whose new rows only the write-ahead log tells. */
record KeptMessages(Messages messages, BooleanSupplier heard) implements Archive {

    @Override
    public List<StoredMessage> since(String topicName, Instant since, int limit) throws MessagesFailed {
        return messages.since(topicName, since, limit);
    }

    @Override
    public void store(StoredMessage message, Duration life) throws MessagesFailed {
        messages.store(message, life);
    }

    @Override
    public boolean isHeard() {
        return heard.getAsBoolean();
    }
}
