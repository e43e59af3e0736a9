package dev.belfry.voice.start;

import dev.belfry.domain.access.TokenSigner;
import dev.belfry.domain.voice.Transcript;
import dev.belfry.domain.voice.VoiceProvider;
import dev.belfry.voice.events.Events;
import dev.belfry.voice.http.Refusals;
import dev.belfry.voice.http.Tickets;
import dev.belfry.voice.openai.ClientSecrets;
import dev.belfry.voice.openai.OpenAiProvider;
import dev.belfry.voice.relay.ChosenProvider;
import dev.belfry.voice.relay.Limits;
import dev.belfry.voice.relay.Quotas;
import dev.belfry.voice.relay.Relays;
import dev.belfry.voice.scripted.ScriptedProvider;
import dev.belfry.voice.socket.Pages;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** The long-lived objects of the module, and what each is made of. */
@Dependent
public class Wiring {

    private static final Logger LOG = System.getLogger(Wiring.class.getName());

    @Produces
    @Singleton
    Limits limits(Settings settings) {
        return settings.limits();
    }

    @Produces
    @Singleton
    Quotas quotas(Limits limits) {
        return new Quotas(limits, System::nanoTime);
    }

    @Produces
    @Singleton
    Tickets tickets() {
        return new Tickets(Clock.systemUTC());
    }

    @Produces
    @Singleton
    Refusals refusals(MetricRegistry registry) {
        return new Refusals((code, count) -> VoiceMetrics.show(registry, code, count));
    }

    @Produces
    @Singleton
    Pages pages(Threads threads) {
        return new Pages(threads.waiting());
    }

    @Produces
    @Singleton
    VoiceProvider openAi(Settings settings, TokenSigner signer, Threads threads) {
        return new OpenAiProvider(settings.openAi(), signer, threads.waiting(), threads.clock());
    }

    @Produces
    @Singleton
    VoiceProvider scripted() {
        return new ScriptedProvider();
    }

    @Produces
    @Singleton
    ClientSecrets clientSecrets(Settings settings, Threads threads) {
        return new ClientSecrets(settings.openAi(), settings.session(), threads.waiting());
    }

    @Produces
    @Singleton
    ChosenProvider chosen(Settings settings, Instance<VoiceProvider> providers) {
        return Choice.of(settings.provider(), providers.stream().toList());
    }

    @Produces
    @Singleton
    Relays relays(Settings settings, Threads threads, Event<Transcript> transcripts) {
        var begin = Events.of("session.update");
        begin.set("session", settings.session());
        return new Relays(new Relays.Common(
                begin.toString(),
                settings.rules(),
                settings.limits(),
                threads.clock(),
                transcript -> tell(transcripts, transcript),
                System::nanoTime));
    }

    private static void tell(Event<Transcript> transcripts, Transcript transcript) {
        try {
            transcripts.fire(transcript);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "TranscriptNotObserved: an observer failed; the conversation goes on", e);
        }
    }
}
