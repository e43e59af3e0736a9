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
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

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
    public abstract static class Filter implements ContainerRequestFilter {

        private static final String SCHEME = "bearer ";

        @Inject
        TokenVerifier verifier;

        @Inject
        Caller caller;

        @Override
        public void filter(ContainerRequestContext request) {
            var token = token(request);
            if (token == null) {
                refuse(request, refusal(null));
                return;
            }
            switch (verifier.verify(token)) {
                case Verdict.Verified(var verified) -> caller.is(verified);
                case Verdict.Refused refused -> refuse(request, refusal(refused));
            }
        }

        private static @Nullable String token(ContainerRequestContext request) {
            var authorization = request.getHeaderString("authorization");
            if (authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
                return authorization.substring(SCHEME.length()).strip();
            }
            return request.getHeaderString("apikey");
        }

        /** @param why null if there was no token at all */
        protected abstract ObjectNode refusal(Verdict.@Nullable Refused why);

        private static void refuse(ContainerRequestContext request, ObjectNode body) {
            request.abortWith(Response.status(Response.Status.UNAUTHORIZED)
                    .type(MediaType.APPLICATION_JSON)
                    .header("WWW-Authenticate", "Bearer")
                    .entity(body.toString())
                    .build());
        }
    }
}
