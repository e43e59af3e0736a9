package dev.belfry.realtime.channel;

import dev.belfry.realtime.protocol.BroadcastContent;
import dev.belfry.realtime.protocol.Fastlane;
import dev.belfry.realtime.protocol.ServerMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What was stored comes before what is live, and no message twice: live broadcasts wait until the stored ones have been sent. */
final class Replay {

    private @Nullable List<Fastlane> held = new ArrayList<>();
    private Set<String> replayed = Set.of();

    /** Whether a live broadcast may go out now: not if it waits, nor if it was replayed. */
    synchronized boolean passes(Fastlane message) {
        if (held != null) {
            held.add(message);
            return false;
        }
        return !(message.message() instanceof ServerMessage.Broadcast(var topic, BroadcastContent.Event event)
                && event.meta() != null
                && replayed.contains(event.meta().id()));
    }

    /** Lets live broadcasts out, those first that have waited. */
    synchronized void end(Set<String> ids, Consumer<Fastlane> deliver) {
        var waited = held;
        held = null;
        replayed = ids;
        if (waited != null) {
            waited.stream().filter(this::passes).forEach(deliver);
        }
    }
}
