package dev.belfry.realtime.start;

import dev.belfry.realtime.presence.Presences;
import dev.belfry.realtime.socket.Sockets;
import dev.belfry.realtime.traffic.Refusal;
import dev.belfry.realtime.traffic.Traffic;
import dev.belfry.realtime.traffic.Traffic.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.Tag;

/** What an operator watches of sockets, channels and messages. Totals are since the start. */
@ApplicationScoped
public class TrafficMetrics {

    @Inject
    MetricRegistry registry;

    @Inject
    Sockets sockets;

    @Inject
    Traffic traffic;

    @Inject
    Presences presences;

    void begin(@Observes @Initialized(ApplicationScoped.class) Object application) {
        gauge("belfry_sockets", "Sockets that are open", sockets::count);
        gauge("belfry_sockets_opened", "Sockets that were opened", traffic::sockets);
        gauge(
                "belfry_sockets_slow",
                "Sockets whose reader was too slow, or gone while something was written",
                traffic::slowReaders);
        gauge("belfry_channels", "Channels that are joined", traffic::channels);
        gauge("belfry_joins", "Joins that were let in", traffic::joins);
        gauge("belfry_messages_received", "Messages of clients", traffic::messagesIn);
        gauge("belfry_messages_sent", "Messages that were written to clients", traffic::messagesOut);
        gauge("belfry_messages_dropped", "Messages that waited for a socket when it ended", traffic::dropped);
        bytes("belfry_received_bytes", "Messages of clients", traffic::bytesIn);
        bytes("belfry_sent_bytes", "Messages that were written to clients", traffic::bytesOut);
        bytes("belfry_waiting_bytes", "Messages that wait for their sockets", sockets::waitingBytes);
        gauge("belfry_presences", "Places that are taken, on all topics together", presences::places);
        gauge("belfry_presence_joins", "Places that were taken", presences::joins);
        gauge("belfry_presence_leaves", "Places that were given up or lost", presences::leaves);
        gauge("belfry_http_broadcasts", "Messages that were sent over HTTP", traffic::httpBroadcasts);
        for (var kind : Kind.values()) {
            var tag = new Tag("kind", lower(kind));
            gauge("belfry_deliveries", "What channels were told of others", () -> traffic.deliveries(kind), tag);
        }
        changeLatency();
    }

    /** In the form of a Prometheus histogram. */
    private void changeLatency() {
        var changes = traffic.changes();
        var what = "Seconds from the commit of a change until it was written to a socket";
        for (var i = 0; i < changes.bounds(); i++) {
            var bound = i;
            var tag = new Tag("le", changes.bound(bound));
            gauge("belfry_change_latency_bucket", what, () -> changes.atMost(bound), tag);
        }
        gauge("belfry_change_latency_sum", what, changes::seconds);
        gauge("belfry_change_latency_count", what, changes::count);
    }

    /** Shows a refusal of a new kind from now on. */
    static void show(MetricRegistry registry, Refusal refusal, LongAdder count) {
        var metadata = metadata("belfry_refusals", MetricUnits.NONE, "What clients asked for and did not get");
        registry.gauge(
                metadata, count::sum, new Tag("what", lower(refusal.what())), new Tag("reason", refusal.reason()));
    }

    private void gauge(String name, String description, Supplier<Number> value, Tag... tags) {
        registry.gauge(metadata(name, MetricUnits.NONE, description), value, tags);
    }

    private void bytes(String name, String description, Supplier<Number> value) {
        registry.gauge(metadata(name, MetricUnits.BYTES, description), value);
    }

    private static Metadata metadata(String name, String unit, String description) {
        return Metadata.builder()
                .withName(name)
                .withUnit(unit)
                .withDescription(description)
                .build();
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
