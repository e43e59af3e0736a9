package dev.belfry.realtime.http;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.access.TokenVerifier;
import dev.belfry.domain.access.Verdict;
import dev.belfry.domain.change.Json;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who makes a request: the bearer of its token, or else of its API key. The principal of the request, as MicroProfile JWT has it;
 * verified by our own rules, for the container's would refuse API keys, which have neither the provider's issuer nor its key.
 */
public record Caller(Claims claims) implements JsonWebToken {

    private static final String SCHEME = "bearer ";

    /** The token of a request's headers: the bearer's own, or else the API key; null if there is neither. */
    public static @Nullable String token(@Nullable String authorization, @Nullable String apikey) {
        if (authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return authorization.substring(SCHEME.length()).strip();
        }
        return apikey;
    }

    /** The caller of a request that has passed a {@link Filter}. */
    public static Caller of(SecurityContext security) {
        return (Caller) Objects.requireNonNull(security.getUserPrincipal(), "the filter has not run");
    }

    @Override
    public String getName() {
        return claims.subject() == null ? claims.role() : claims.subject();
    }

    @Override
    public Set<String> getClaimNames() {
        return Set.copyOf(payload().propertyNames());
    }

    /** Text and numbers as such, anything else as JSON text. */
    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the signature is MicroProfile's
    public <T> @Nullable T getClaim(String name) {
        var value = payload().path(name);
        if (value.isMissingNode()) {
            return null;
        }
        return (T) (value.isString() ? value.asString() : value.isIntegralNumber() ? value.asLong() : value.toString());
    }

    private JsonNode payload() {
        return Json.MAPPER.readTree(claims.json());
    }

    /** Personal data: a log shows the role and nothing else. */
    @Override
    public String toString() {
        return claims.toString();
    }

    /** Refuses requests without a valid token before a resource is called. */
    public abstract static class Filter implements ContainerRequestFilter {

        @Inject
        TokenVerifier verifier;

        @Override
        public void filter(ContainerRequestContext request) {
            var token = token(request.getHeaderString("authorization"), request.getHeaderString("apikey"));
            if (token == null) {
                refuse(request, refusal(null));
                return;
            }
            switch (verifier.verify(token)) {
                case Verdict.Verified(var verified) ->
                    request.setSecurityContext(new Security(new Caller(verified), request.getSecurityContext()));
                case Verdict.Refused refused -> refuse(request, refusal(refused));
            }
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

    /** A request's security with the caller as its principal; the only role is the one that its token names. */
    private record Security(Caller caller, SecurityContext request) implements SecurityContext {

        @Override
        public Principal getUserPrincipal() {
            return caller;
        }

        @Override
        public boolean isUserInRole(String role) {
            return caller.claims.role().equals(role);
        }

        @Override
        public boolean isSecure() {
            return request.isSecure();
        }

        @Override
        public String getAuthenticationScheme() {
            return "Bearer";
        }
    }
}
