package dev.belfry.realtime.start;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.access.DatabaseAway;
import dev.belfry.domain.access.TokenVerifier;
import dev.belfry.domain.catalog.Catalogs;
import dev.belfry.domain.change.ChosenSource;
import dev.belfry.domain.change.ChosenSource.Source;
import dev.belfry.domain.change.Table;
import dev.belfry.domain.limits.Rates;
import dev.belfry.domain.messages.MessagePolicies;
import dev.belfry.domain.messages.Messages;
import dev.belfry.domain.messages.Partitions;
import dev.belfry.domain.policy.Access;
import dev.belfry.domain.policy.PolicyQuestions;
import dev.belfry.domain.policy.PolicyReasons;
import dev.belfry.domain.policy.RowPolicies;
import dev.belfry.domain.policy.VisibleRows;
import dev.belfry.domain.presence.PresenceMoved;
import dev.belfry.domain.replication.WalSource;
import dev.belfry.realtime.changes.Bindings;
import dev.belfry.realtime.changes.ChangeDispatcher;
import dev.belfry.realtime.changes.Explainer;
import dev.belfry.realtime.changes.Journal;
import dev.belfry.realtime.changes.PolicyVisibility;
import dev.belfry.realtime.channel.Admission;
import dev.belfry.realtime.channel.Archive;
import dev.belfry.realtime.channel.ChannelPolicies;
import dev.belfry.realtime.channel.Features;
import dev.belfry.realtime.hub.Hub;
import dev.belfry.realtime.hub.LocalHub;
import dev.belfry.realtime.limits.Limits;
import dev.belfry.realtime.presence.Presences;
import dev.belfry.realtime.resume.Resumptions;
import dev.belfry.realtime.rows.RowsLimits;
import dev.belfry.realtime.socket.Door;
import dev.belfry.realtime.socket.Sockets;
import dev.belfry.realtime.traffic.Traffic;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.eclipse.microprofile.metrics.MetricRegistry;

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
    Limits limits(Settings settings) {
        return settings.limits();
    }

    @Produces
    @Singleton
    Catalogs catalogs(Settings settings) {
        return new Catalogs(database, settings.schemas(), System::nanoTime);
    }

    @Produces
    @Singleton
    RowsLimits rowsLimits(Settings settings) {
        return settings.rowsLimits();
    }

    @Produces
    @Singleton
    Rates addresses(Limits limits) {
        return new Rates(limits.addressRate(), limits.addressBurst(), System::nanoTime);
    }

    @Produces
    @Singleton
    Traffic traffic(MetricRegistry registry) {
        return new Traffic((refusal, count) -> TrafficMetrics.show(registry, refusal, count));
    }

    @Produces
    @Singleton
    Sockets sockets(Traffic traffic) {
        return new Sockets(Executors.newVirtualThreadPerTaskExecutor(), traffic);
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
    Bindings.Parser bindings(ChosenTables tables, RowPolicies policies) {
        return new Bindings.Parser(tables, (table, caller) -> readable(policies, table, caller));
    }

    /** Whoever may not read the table at all is told so with its changes. */
    private static Optional<Set<String>> readable(RowPolicies policies, Table table, Claims caller) {
        try {
            return policies.of(table, caller.role())
                    .filter(access -> access.readsRows(table.key()))
                    .map(Access::readable);
        } catch (DatabaseAway e) {
            return Optional.empty(); // a filter by a column that may not be read hears nothing
        }
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
            Traffic traffic,
            Threads threads) {
        return new Features(hub, presences, changes, resumptions, archive, traffic, threads.questions());
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
    Door door(Admission admission, Features features, Limits limits, Sockets sockets) {
        return new Door(admission, features, limits, sockets);
    }

    @Produces
    @Singleton
    PolicyVisibility visibility(RowPolicies policies, PolicyQuestions questions, WalSource wal) {
        return new PolicyVisibility(policies, questions, wal::writer);
    }

    @Produces
    @Singleton
    ChangeDispatcher dispatcher(Journal journal, PolicyVisibility visibility, Threads threads) {
        return new ChangeDispatcher(journal, visibility, threads.catchUps(), threads.rowQuestions());
    }

    @Produces
    @Singleton
    Explainer explainer(
            Journal journal,
            ChosenTables tables,
            Bindings.Parser parser,
            PolicyVisibility visibility,
            RowPolicies policies,
            VisibleRows rows,
            PolicyReasons reasons,
            ChosenSource chosen,
            WalSource wal) {
        return new Explainer(
                journal,
                tables,
                parser,
                visibility,
                (table, key, caller) -> policies.of(table, caller.role())
                        .filter(access -> access.readsRows(table.key()))
                        .flatMap(access -> rows.find(table, access.readable(), key, caller)),
                (change, row, somebody) -> policies.of(change.table(), somebody.role())
                        .map(access ->
                                reasons.about(change.table(), wal.writer(change.position()), access, row, somebody))
                        .orElse(List.of()),
                () -> chosen.is(Source.WAL),
                Clock.systemUTC());
    }
}
