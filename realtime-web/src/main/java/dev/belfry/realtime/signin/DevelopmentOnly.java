package dev.belfry.realtime.signin;

import dev.belfry.realtime.start.Settings;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;

/** In production there is no sign-in: whoever asks for it is told who signs users in. */
@Provider
@PreMatching
public class DevelopmentOnly implements ContainerRequestFilter {

    private static final String WHO =
            "Belfry signs nobody in: take the tokens of your identity provider (BELFRY_JWKS_URL), or let a gateway lead /auth/v1 to"
                    + " GoTrue. BELFRY_DEV=true turns on a sign-in for development.";

    @Inject
    Settings settings;

    @Override
    public void filter(ContainerRequestContext request) {
        if (!settings.isDevelopment()) {
            request.abortWith(Answers.of(SignInProblem.notServed(WHO)));
        }
    }
}
