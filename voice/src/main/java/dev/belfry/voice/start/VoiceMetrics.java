package dev.belfry.voice.start;

import dev.belfry.voice.relay.Relays;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.annotation.Gauge;

/** What an operator watches of voice. Totals are since the start. */
@ApplicationScoped
public class VoiceMetrics {

    @Inject
    Relays relays;

    /** Gauges are registered when their bean is made, and nobody else asks for it. */
    void begin(@Observes @Initialized(ApplicationScoped.class) Object application) {}

    /** Shows those who are told a new code from now on. */
    static void show(MetricRegistry registry, String code, LongAdder count) {
        var metadata = Metadata.builder()
                .withName("belfry_voice_refusals")
                .withUnit(MetricUnits.NONE)
                .withDescription("Requests and sockets that were not let in")
                .build();
        registry.gauge(metadata, count::sum, new Tag("reason", code));
    }

    @Gauge(
            name = "belfry_voice_sessions",
            absolute = true,
            unit = MetricUnits.NONE,
            description = "Sessions that are open")
    public long sessions() {
        return relays.count();
    }

    @Gauge(
            name = "belfry_voice_sessions_begun",
            absolute = true,
            unit = MetricUnits.NONE,
            description = "Sessions that the provider has begun")
    public long begun() {
        return relays.totals().opened();
    }

    @Gauge(
            name = "belfry_voice_sessions_failed",
            absolute = true,
            unit = MetricUnits.NONE,
            description = "Sessions that ended because of the provider")
    public long failed() {
        return relays.totals().failed();
    }

    @Gauge(
            name = "belfry_voice_received_bytes",
            absolute = true,
            unit = MetricUnits.BYTES,
            description = "Events that pages have sent")
    public long received() {
        return relays.totals().bytesIn();
    }

    @Gauge(
            name = "belfry_voice_sent_bytes",
            absolute = true,
            unit = MetricUnits.BYTES,
            description = "Events that pages were sent")
    public long sent() {
        return relays.totals().bytesOut();
    }

    @Gauge(
            name = "belfry_voice_audio_dropped",
            absolute = true,
            unit = MetricUnits.NONE,
            description = "Events with audio that nobody wanted to hear any more")
    public long audioDropped() {
        return relays.totals().audioDropped();
    }

    @Gauge(
            name = "belfry_voice_events_refused",
            absolute = true,
            unit = MetricUnits.NONE,
            description = "Events of pages that were refused")
    public long eventsRefused() {
        return relays.totals().eventsRefused();
    }

    @Gauge(
            name = "belfry_voice_answers",
            absolute = true,
            unit = MetricUnits.NONE,
            description = "Spoken turns that were answered aloud")
    public long answers() {
        return relays.totals().answers();
    }

    @Gauge(
            name = "belfry_voice_answering_seconds",
            absolute = true,
            unit = MetricUnits.SECONDS,
            description = "How long all answers together took from the end of speech to the first sound")
    public double answering() {
        return relays.totals().answering().toMillis() / 1000.0;
    }

    @Gauge(
            name = "belfry_voice_tokens",
            absolute = true,
            unit = MetricUnits.NONE,
            description = "Tokens that the provider says were used")
    public long tokens() {
        return relays.totals().tokens();
    }
}
