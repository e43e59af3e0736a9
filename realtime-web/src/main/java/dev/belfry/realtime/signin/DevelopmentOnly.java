package dev.belfry.realtime.signin;

import dev.belfry.realtime.start.Settings;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;

/** In production there is no sign-in: its paths are not found. */
@Provider
@PreMatching
public class DevelopmentOnly implements ContainerRequestFilter {

    @Inject
    Settings settings;

    @Override
    public void filter(ContainerRequestContext request) {
        if (!settings.isDevelopment()) {
            request.abortWith(Response.status(Response.Status.NOT_FOUND).build());
        }
    }
}
