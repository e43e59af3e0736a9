package dev.belfry.voice.start;

import dev.belfry.voice.relay.ChosenProvider;
import dev.belfry.voice.relay.Relays;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** The probe of this module. It asks nobody: a provider that is away keeps nobody from using the rest of the server. */
@ApplicationScoped
public class Probes {

    @Inject
    Settings settings;

    @Inject
    ChosenProvider chosen;

    @Inject
    Relays relays;

    /** Down if a setting is wrong. */
    @Produces
    @Readiness
    HealthCheck voice() {
        return () -> {
            var problems = Stream.concat(settings.problems().stream(), chosen.problems().stream())
                    .collect(Collectors.joining(" "));
            var probe = HealthCheckResponse.named("voice")
                    .status(problems.isEmpty())
                    .withData("provider", chosen.name())
                    .withData("sessions", relays.count())
                    .withData("upstream", relays.totals().upstream());
            return (problems.isEmpty() ? probe : probe.withData("problem", problems)).build();
        };
    }
}
