package dev.belfry.realtime.start;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.access.RowPolicies;
import dev.belfry.domain.access.TokenSigner;
import dev.belfry.domain.access.TokenVerifier;
import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.ChosenSource;
import dev.belfry.domain.change.ChosenSource.Source;
import dev.belfry.domain.messages.MessagePolicies;
import dev.belfry.domain.messages.Messages;
import dev.belfry.domain.messages.Partitions;
import dev.belfry.domain.presence.PresenceMoved;
import dev.belfry.domain.replication.WalSource;
import dev.belfry.realtime.changes.Bindings;
import dev.belfry.realtime.changes.ChangeDispatcher;
import dev.belfry.realtime.changes.Journal;
import dev.belfry.realtime.changes.Visibility.Sight;
import dev.belfry.realtime.channel.Admission;
import dev.belfry.realtime.channel.Archive;
import dev.belfry.realtime.channel.ChannelPolicies;
import dev.belfry.realtime.channel.Features;
import dev.belfry.realtime.http.Origins;
import dev.belfry.realtime.hub.Hub;
import dev.belfry.realtime.hub.LocalHub;
import dev.belfry.realtime.limits.AddressRates;
import dev.belfry.realtime.limits.Limits;
import dev.belfry.realtime.presence.Presences;
import dev.belfry.realtime.resume.Resumptions;
import dev.belfry.realtime.socket.Sockets;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import javax.sql.DataSource;

/** The long-lived objects of the module, and what each is made of. */
@Dependent
public class Wiring {

    private static final Duration PRESENCE_WINDOW = Duration.ofMillis(50);
    private static final long TOPIC_MEMORY = 1 << 20;
    private static final String POLICY_TIMEOUT = "3s";

    /** A shareable connection stays with the thread that took it, for as long as that lives, and threads of our own live on. */
    @Resource(lookup = "jdbc/belfry", shareable = false)
    DataSource database;

    @Produces
    @Singleton
    TokenVerifier verifier(Settings settings) {
        return new TokenVerifier(settings.tokenRules(), Clock.systemUTC());
    }

    @Produces
    @Singleton
    TokenSigner signer(Settings settings) {
        return new TokenSigner(settings.jwtSecret());
    }

    @Produces
    @Singleton
    Limits limits(Settings settings) {
        return settings.limits();
    }

    @Produces
    @Singleton
    Origins origins(Settings settings) {
        return settings.origins();
    }

    @Produces
    @Singleton
    AddressRates addresses(Limits limits) {
        return new AddressRates(limits.addressRate(), limits.addressBurst(), System::nanoTime);
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
    Features features(
            Hub hub,
            Presences presences,
            ChangeDispatcher changes,
            Resumptions resumptions,
            Archive archive,
            Threads threads) {
        return new Features(hub, presences, changes, resumptions, archive, threads.questions());
    }

    @Produces
    @Singleton
    ChannelPolicies channelPolicies() {
        var policies = new MessagePolicies(database, POLICY_TIMEOUT);
        return policies::granted;
    }

    @Produces
    @Singleton
    Archive archive(ChosenSource chosen, WalSource wal) {
        return new KeptMessages(new Messages(database), () -> chosen.is(Source.WAL) && wal.hearsMessages());
    }

    @Produces
    @Singleton
    Partitions partitions() {
        return new Partitions(database, Clock.systemUTC());
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
