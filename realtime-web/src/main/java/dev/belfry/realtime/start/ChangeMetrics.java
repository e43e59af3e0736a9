package dev.belfry.realtime.start;

import dev.belfry.domain.change.ChosenSource;
import dev.belfry.domain.change.ChosenSource.Source;
import dev.belfry.domain.replication.WalSource;
import dev.belfry.realtime.changes.Journal;
import dev.belfry.realtime.changes.PolicyVisibility;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.annotation.Gauge;
import org.jspecify.annotations.Nullable;

/** What an operator watches of the source of changes. Values of the slot are some seconds old; -1 if they are not known. */
@ApplicationScoped
public class ChangeMetrics {

    @Inject
    ChosenSource chosen;

    @Inject
    WalSource wal;

    @Inject
    Journal journal;

    @Inject
    PolicyVisibility visibility;

    /** Gauges are registered when their bean is made, and nobody else asks for it. */
    void begin(@Observes @Initialized(ApplicationScoped.class) Object application) {}

    @Gauge(
            name = "belfry_replication_slot_retained_bytes",
            absolute = true,
            unit = MetricUnits.BYTES,
            description = "How much of its log PostgreSQL keeps for this server")
    public long retainedBytes() {
        return known(chosen.is(Source.WAL) ? wal.state().slot().retainedBytes() : null);
    }

    @Gauge(
            name = "belfry_replication_lag_bytes",
            absolute = true,
            unit = MetricUnits.BYTES,
            description = "How much of the log was written and not yet received")
    public long lagBytes() {
        return known(chosen.is(Source.WAL) ? wal.state().slot().lagBytes() : null);
    }

    @Gauge(
            name = "belfry_replication_connected",
            absolute = true,
            unit = MetricUnits.NONE,
            description = "1 while changes arrive from the write-ahead log")
    public long connected() {
        return chosen.is(Source.WAL) && wal.state().connected() ? 1 : 0;
    }

    @Gauge(
            name = "belfry_changes_announced",
            absolute = true,
            unit = MetricUnits.NONE,
            description = "Changes since the start, those of the resume window that were read again included")
    public long announced() {
        return journal.end();
    }

    @Gauge(
            name = "belfry_changes_kept_bytes",
            absolute = true,
            unit = MetricUnits.BYTES,
            description = "What the resume window holds in memory, roughly")
    public long keptBytes() {
        return journal.bytes();
    }

    @Gauge(
            name = "belfry_policy_decided",
            absolute = true,
            unit = MetricUnits.NONE,
            description = "How often it was decided in memory what somebody sees of a change")
    public long decided() {
        return visibility.decided();
    }

    @Gauge(
            name = "belfry_policy_asked",
            absolute = true,
            unit = MetricUnits.NONE,
            description = "How often PostgreSQL was asked what somebody sees of a change")
    public long asked() {
        return visibility.asked();
    }

    private static long known(@Nullable Long value) {
        return value == null ? -1 : value;
    }
}
