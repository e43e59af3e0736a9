package dev.belfry.voice.http;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.access.Origins;
import dev.belfry.domain.access.TokenVerifier;
import dev.belfry.domain.access.Verdict;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Lets signed-in users in, from pages of allowed origins (CORS, fetch.spec.whatwg.org), and nobody else: before an upgrade happens, with
 * a status and a body that say why. Tokens are not logged.
 */
public abstract class Door extends HttpFilter {

    private static final String A_DAY = "86400";
    private static final Refusal NO_TOKEN = Refusal.unauthorized(
            "A user's token is missing: send it as Authorization: Bearer <token>; a browser's socket"
                    + " as the subprotocols realtime, belfry-token.<token>, or a ticket as ?ticket=");
    private static final Refusal NO_TICKET =
            Refusal.unauthorized("The ticket is not valid: one is good for one socket, within 30 seconds");
    private static final Refusal NO_USER =
            Refusal.forbidden("user_required", "Voice is for signed-in users: an API key is not enough");

    @Inject
    transient TokenVerifier verifier;

    @Inject
    transient Origins origins;

    @Inject
    transient Tickets tickets;

    @Inject
    transient Refusals refusals;

    private sealed interface Entry {
        record Admitted(Claims claims) implements Entry {}

        record Refused(Refusal why) implements Entry {}
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var origin = request.getHeader("Origin");
        response.addHeader("Vary", "Origin");
        if (origin != null) {
            if (!origins.isAllowed(origin, request.getHeader("Host"))) {
                refuse(response, Refusal.forbidden("origin_not_allowed", Origins.notAllowed(origin)));
                return;
            }
            response.setHeader("Access-Control-Allow-Origin", origin);
            response.setHeader("Access-Control-Expose-Headers", "Retry-After");
            if (isPreflight(request)) {
                allow(request, response);
                return;
            }
        }
        switch (entry(new Credentials(request).token())) {
            case Entry.Refused(var why) -> refuse(response, why);
            case Entry.Admitted(var claims) -> admitted(claims, request, response, chain);
        }
    }

    /** Whether a ticket is enough; it is used up then. */
    protected abstract boolean takesTickets();

    /** Somebody may come in. */
    protected abstract void admitted(
            Claims user, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException;

    private Entry entry(@Nullable String token) {
        if (token == null || token.isBlank()) {
            return new Entry.Refused(NO_TOKEN);
        }
        if (token.startsWith(Tickets.PREFIX)) {
            var claims = takesTickets() ? tickets.redeem(token) : null;
            return claims == null ? new Entry.Refused(NO_TICKET) : new Entry.Admitted(claims);
        }
        return switch (verifier.verify(token)) {
            case Verdict.Refused refused -> new Entry.Refused(Refusal.unauthorized(refused.text()));
            case Verdict.Verified(var claims) ->
                isUser(claims) ? new Entry.Admitted(claims) : new Entry.Refused(NO_USER);
        };
    }

    private static boolean isUser(Claims claims) {
        return claims.subject() != null && !claims.role().equals("anon");
    }

    static boolean isPreflight(HttpServletRequest request) {
        return request.getMethod().equals("OPTIONS") && request.getHeader("Access-Control-Request-Method") != null;
    }

    static void allow(HttpServletRequest request, HttpServletResponse response) {
        var headers = request.getHeader("Access-Control-Request-Headers");
        response.setHeader("Access-Control-Allow-Methods", "POST, OPTIONS");
        response.setHeader("Access-Control-Allow-Headers", headers == null ? "*" : headers);
        response.setHeader("Access-Control-Max-Age", A_DAY);
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    protected void refuse(HttpServletResponse response, Refusal why) throws IOException {
        refusals.answer(response, why);
    }
}
