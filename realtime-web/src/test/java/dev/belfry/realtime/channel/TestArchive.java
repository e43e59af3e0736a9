package dev.belfry.realtime.channel;

import dev.belfry.domain.messages.MessagesFailed;
import dev.belfry.domain.messages.StoredMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps messages in memory, without their times. */
final class TestArchive implements Archive {

    final List<StoredMessage> messages = new CopyOnWriteArrayList<>();
    volatile boolean isHeard = true;
    volatile MessagesFailed.@Nullable Reason failure;
    volatile Runnable meanwhile = () -> {};

    @Override
    public List<StoredMessage> since(String topicName, Instant since, int limit) throws MessagesFailed {
        fail();
        var found = messages.stream()
                .filter(message -> message.topic().equals(topicName))
                .toList();
        meanwhile.run();
        return found.subList(Math.max(0, found.size() - limit), found.size());
    }

    @Override
    public void store(StoredMessage message, Duration life) throws MessagesFailed {
        fail();
        messages.add(message);
    }

    private void fail() throws MessagesFailed {
        if (failure != null) {
            throw new MessagesFailed(failure, "as the test wants it", null);
        }
    }

    @Override
    public boolean isHeard() {
        return isHeard;
    }
}
