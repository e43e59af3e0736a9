package dev.belfry.realtime.http;

import dev.belfry.domain.access.Origins;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import tools.jackson.databind.node.ObjectNode;

/** Lets pages of allowed origins call what is served over HTTP (CORS, fetch.spec.whatwg.org). */
@WebFilter(
        asyncSupported = true,
        urlPatterns = {
            "/rest/v1/*",
            "/auth/v1/*",
            "/realtime/v1/api/*",
            "/api/*",
            "/storage/v1/*",
            "/graphql/v1/*",
            "/pg/*",
            "/config.json"
        })
public class CrossOrigin extends HttpFilter {

    private static final String A_DAY = "86400";

    @Inject
    transient Origins origins;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var origin = request.getHeader("Origin");
        var isPreflight =
                request.getMethod().equals("OPTIONS") && request.getHeader("Access-Control-Request-Method") != null;
        if (share(request, response, origins)) {
            if (isPreflight) {
                allow(request, response);
                return;
            }
        } else if (isPreflight) {
            JsonBody.write(response, HttpServletResponse.SC_FORBIDDEN, notAllowed(origin));
            return;
        }
        chain.doFilter(request, response);
    }

    /** Lets the page that asks read the answer, if it is one of an allowed origin; false if it is not, or no page asks. */
    public static boolean share(HttpServletRequest request, HttpServletResponse response, Origins origins) {
        var origin = request.getHeader("Origin");
        if (!response.getHeaders("Vary").contains("Origin")) {
            response.addHeader("Vary", "Origin");
        }
        if (origin == null || !origins.isAllowed(origin, request.getHeader("Host"))) {
            return false;
        }
        response.setHeader("Access-Control-Allow-Origin", origin);
        response.setHeader(
                "Access-Control-Expose-Headers",
                "Content-Range, Content-Profile, Link, Location, Preference-Applied, Retry-After, X-Rate-Limit, X-Rate-Limit-Remaining, X-Rate-Rolling, X-Total-Count");
        return true;
    }

    private static void allow(HttpServletRequest request, HttpServletResponse response) {
        var headers = request.getHeader("Access-Control-Request-Headers");
        response.setHeader("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
        response.setHeader("Access-Control-Allow-Headers", headers == null ? "*" : headers);
        response.setHeader("Access-Control-Max-Age", A_DAY);
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    /** The answer to a page of another origin. */
    public static ObjectNode notAllowed(String origin) {
        return JsonBody.of("error", Origins.notAllowed(origin));
    }
}
