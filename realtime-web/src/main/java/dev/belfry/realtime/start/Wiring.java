package dev.belfry.realtime.start;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.access.RowPolicies;
import dev.belfry.domain.access.TokenVerifier;
import dev.belfry.domain.change.Change;
import dev.belfry.domain.limits.Rates;
import dev.belfry.domain.presence.PresenceMoved;
import dev.belfry.realtime.changes.Bindings;
import dev.belfry.realtime.changes.ChangeDispatcher;
import dev.belfry.realtime.changes.Journal;
import dev.belfry.realtime.changes.Visibility.Sight;
import dev.belfry.realtime.channel.Admission;
import dev.belfry.realtime.channel.ChannelPolicies;
import dev.belfry.realtime.channel.Features;
import dev.belfry.realtime.channel.Rights;
import dev.belfry.realtime.hub.Hub;
import dev.belfry.realtime.hub.LocalHub;
import dev.belfry.realtime.limits.Limits;
import dev.belfry.realtime.presence.Presences;
import dev.belfry.realtime.resume.Resumptions;
import dev.belfry.realtime.socket.Sockets;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;

/** The long-lived objects of the module, and what each is made of. */
@Dependent
public class Wiring {

    private static final Duration PRESENCE_WINDOW = Duration.ofMillis(50);
    private static final long TOPIC_MEMORY = 1 << 20;
    private static final String SERVICE_ROLE = "service_role";

    @Produces
    @Singleton
    Limits limits(Settings settings) {
        return settings.limits();
    }

    @Produces
    @Singleton
    Rates addresses(Limits limits) {
        return new Rates(limits.addressRate(), limits.addressBurst(), System::nanoTime);
    }

    @Produces
    @Singleton
    Sockets sockets() {
        return new Sockets(Executors.newVirtualThreadPerTaskExecutor());
    }

    @Produces
    @Singleton
    LocalHub hub(Settings settings) {
        return new LocalHub(TOPIC_MEMORY, settings.resumeBytes() / 2, settings.resumeWindow());
    }

    @Produces
    @Singleton
    Presences presences(Hub hub, Threads threads, Limits limits, Event<PresenceMoved> moved) {
        return new Presences(hub, threads.presence(), PRESENCE_WINDOW, limits.presenceGrace(), moved::fire);
    }

    @Produces
    @Singleton
    Journal journal(Settings settings) {
        return new Journal(settings.resumeBytes(), settings.resumeWindow(), Clock.systemUTC());
    }

    @Produces
    @Singleton
    Bindings.Parser bindings(ChosenTables tables) {
        return new Bindings.Parser(tables);
    }

    @Produces
    @Singleton
    Resumptions resumptions(Hub hub, Settings settings) {
        return new Resumptions(hub, settings.resumeWindow(), Clock.systemUTC());
    }

    @Produces
    @Singleton
    Features features(Hub hub, Presences presences, ChangeDispatcher changes, Resumptions resumptions) {
        return new Features(hub, presences, changes, resumptions);
    }

    /** As PostgreSQL decides where there are no policies: nobody but the role that passes them by. */
    @Produces
    @Singleton
    ChannelPolicies channelPolicies() {
        return (caller, topicName) -> caller.role().equals(SERVICE_ROLE) ? Rights.ALL : Rights.NONE;
    }

    @Produces
    @Singleton
    Admission admission(TokenVerifier verifier, ChannelPolicies policies, Bindings.Parser parser) {
        return new Admission(verifier, policies, parser, Clock.systemUTC());
    }

    @Produces
    @Singleton
    ChangeDispatcher dispatcher(Journal journal, RowPolicies policies, Threads threads) {
        return new ChangeDispatcher(journal, (change, caller) -> sight(policies, change, caller), threads.catchUps());
    }

    /** An old row cannot be asked about any more: where policies decide, its key is told and nothing else (protocol §3.7). */
    private static Sight sight(RowPolicies policies, Change change, Claims caller) {
        return switch (policies.reach(change.table(), caller)) {
            case NOTHING -> Sight.NOTHING;
            case EVERYTHING -> Sight.ALL;
            case SOME ->
                switch (change) {
                    case Change.Insert insert -> seen(policies.isVisible(insert.table(), insert.row(), caller));
                    case Change.Update update -> seen(policies.isVisible(update.table(), update.row(), caller));
                    case Change.Delete ignored -> Sight.KEY;
                };
        };
    }

    private static Sight seen(boolean isVisible) {
        return isVisible ? Sight.KEY : Sight.NOTHING;
    }
}
