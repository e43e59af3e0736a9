package dev.belfry.voice;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Says that the module is there, and that it has no provider. */
@Readiness
@ApplicationScoped
public class VoiceProbe implements HealthCheck {

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("voice")
                .up()
                .withData("provider", "off")
                .build();
    }
}
