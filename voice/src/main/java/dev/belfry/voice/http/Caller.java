package dev.belfry.voice.http;

import dev.belfry.domain.access.Claims;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;

/** The signed-in user who makes a request, as its principal. */
record Caller(Claims claims) implements Principal {

    /** The caller of a request that has passed the {@link Filter}. */
    static Claims of(HttpServletRequest request) {
        return ((Caller) request.getUserPrincipal()).claims();
    }

    /** The user's id. */
    static String userOf(HttpServletRequest request) {
        return String.valueOf(of(request).subject());
    }

    @Override
    public String getName() {
        return String.valueOf(claims.subject());
    }

    /** Personal data: a log shows the role and nothing else. */
    @Override
    public String toString() {
        return claims.toString();
    }

    /** The door of the functions that are no sockets. */
    @WebFilter(
            asyncSupported = true,
            urlPatterns = {"/openai-realtime-token", "/realtime-chat/ticket"})
    public static class Filter extends Door {

        @Override
        protected boolean takesTickets() {
            return false;
        }

        @Override
        protected void admitted(
                Claims user, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            chain.doFilter(new Let(request, new Caller(user)), response);
        }
    }

    private static final class Let extends HttpServletRequestWrapper {

        private final Caller caller;

        Let(HttpServletRequest request, Caller caller) {
            super(request);
            this.caller = caller;
        }

        @Override
        public Principal getUserPrincipal() {
            return caller;
        }
    }
}
