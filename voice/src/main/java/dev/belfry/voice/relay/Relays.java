package dev.belfry.voice.relay;

import dev.belfry.domain.voice.Transcript;
import dev.belfry.domain.voice.VoiceProvider;
import dev.belfry.voice.events.ClientPolicy;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The conversations that go on, and what they have in common. */
public final class Relays {

    private static final Logger LOG = System.getLogger(Relays.class.getName());

    private final Set<Relay> open = ConcurrentHashMap.newKeySet();
    private final Traffic traffic = new Traffic();
    private final Common common;

    /**
     * What every conversation is made of.
     *
     * @param session the {@code session.update} that each begins with
     * @param scheduler for the time between two tries
     * @param clock nanoseconds, as {@link System#nanoTime}
     */
    public record Common(
            String session,
            ClientPolicy.Rules rules,
            Limits limits,
            ScheduledExecutorService scheduler,
            Consumer<Transcript> transcripts,
            LongSupplier clock) {}

    public Relays(Common common) {
        this.common = common;
    }

    /** Begins a conversation. */
    public Relay open(Conversation conversation, Page page, VoiceProvider provider) {
        var relay = new Relay(conversation, page, provider, common, this);
        open.add(relay);
        relay.begin();
        return relay;
    }

    void remove(Relay relay) {
        open.remove(relay);
    }

    Traffic traffic() {
        return traffic;
    }

    public Traffic totals() {
        return traffic;
    }

    /** How many go on. */
    public int count() {
        return open.size();
    }

    /** Looks after time limits and peers that are gone. To be called once a second. */
    public void tick() {
        for (var relay : open) {
            try {
                relay.tick();
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "VoiceTickFailed: a session could not be looked after: a defect", e);
            }
        }
    }

    /** Ends them all: the server stops. */
    public void stop() {
        open.forEach(relay -> relay.end(Ending.STOPPING));
    }
}
