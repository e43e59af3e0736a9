package dev.belfry.realtime.api;

import dev.belfry.domain.limits.Rates;
import dev.belfry.realtime.http.JsonBody;
import dev.belfry.realtime.limits.Limits;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;

/** As many requests of one address as messages of one socket; more are answered 429. */
@Provider
public class RequestRate implements ContainerRequestFilter {

    /** Counts for both paths together. */
    @ApplicationScoped
    static class Counter {

        private Rates rates = new Rates(1, 1, System::nanoTime);

        @Inject
        void limit(Limits limits) {
            rates = new Rates(limits.messages(), limits.messages(), System::nanoTime);
        }

        long take(String address) {
            return rates.take(address);
        }
    }

    @Inject
    Counter counter;

    @Inject
    Limits limits;

    @Inject
    HttpServletRequest servletRequest;

    @Override
    public void filter(ContainerRequestContext request) {
        var wait = counter.take(servletRequest.getRemoteAddr());
        if (wait > 0) {
            var body = JsonBody.of("message", "Too many requests")
                    .put("limit", limits.messages() + " requests per second and address")
                    .put("retry_after_ms", wait);
            request.abortWith(Response.status(Response.Status.TOO_MANY_REQUESTS)
                    .type(MediaType.APPLICATION_JSON)
                    .header("Retry-After", (wait + 999) / 1000)
                    .header("X-Rate-Limit", limits.messages())
                    .header("X-Rate-Limit-Remaining", 0)
                    .entity(body.toString())
                    .build());
        }
    }
}
