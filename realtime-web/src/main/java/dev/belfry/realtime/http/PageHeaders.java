package dev.belfry.realtime.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** What a browser may do with our pages, and how long it may keep them: assets carry a hash in their names, the rest is asked again. */
@WebFilter(asyncSupported = true, urlPatterns = "/*")
public class PageHeaders extends HttpFilter {

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; font-src 'self'; connect-src 'self' ws: wss:; base-uri 'none';"
            + " form-action 'self'; frame-ancestors 'none'";

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        var isAsset = request.getServletPath().startsWith("/assets/");
        response.setHeader("Cache-Control", isAsset ? "public, max-age=31536000, immutable" : "no-cache");
        chain.doFilter(request, response);
    }
}
