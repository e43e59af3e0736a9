package dev.belfry.realtime.http;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.access.TokenVerifier;
import dev.belfry.domain.access.Verdict;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who makes a request: the bearer of its token, or else of its API key. */
@RequestScoped
public class Caller {

    private @Nullable Claims claims;

    public Claims claims() {
        return Objects.requireNonNull(claims, "the filter has not run");
    }

    void is(Claims verified) {
        claims = verified;
    }

    /** Refuses requests without a valid token before a resource is called. */
    @Provider
    public static class Filter implements ContainerRequestFilter {

        private static final String SCHEME = "bearer ";

        @Inject
        TokenVerifier verifier;

        @Inject
        Caller caller;

        @Override
        public void filter(ContainerRequestContext request) {
            var token = token(request);
            if (token == null) {
                refuse(request, "No API key found in request");
                return;
            }
            switch (verifier.verify(token)) {
                case Verdict.Verified(var verified) -> caller.is(verified);
                case Verdict.Refused refused -> refuse(request, refused.text());
            }
        }

        private static @Nullable String token(ContainerRequestContext request) {
            var authorization = request.getHeaderString("authorization");
            if (authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
                return authorization.substring(SCHEME.length()).strip();
            }
            return request.getHeaderString("apikey");
        }

        private static void refuse(ContainerRequestContext request, String text) {
            var body = JsonBody.of("code", "PGRST301")
                    .put("message", text)
                    .putNull("details")
                    .putNull("hint");
            request.abortWith(Response.status(Response.Status.UNAUTHORIZED)
                    .type(MediaType.APPLICATION_JSON)
                    .header("WWW-Authenticate", "Bearer")
                    .entity(body.toString())
                    .build());
        }
    }
}
