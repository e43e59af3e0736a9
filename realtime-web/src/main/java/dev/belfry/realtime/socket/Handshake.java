package dev.belfry.realtime.socket;

import dev.belfry.domain.access.TokenVerifier;
import dev.belfry.domain.access.Verdict;
import dev.belfry.realtime.http.JsonBody;
import dev.belfry.realtime.protocol.Serializer;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Refuses an upgrade before it happens, with a status and a body that say why (protocol §1.1, §1.3). */
@WebFilter(urlPatterns = {"/realtime/v1/websocket", "/socket/websocket"})
public class Handshake extends HttpFilter {

    static final String DEFAULT_VERSION = "1.0.0";

    private static final Logger LOG = System.getLogger(Handshake.class.getName());

    @Inject
    transient TokenVerifier verifier;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var version = request.getParameter("vsn");
        if (version != null && Serializer.of(version).isEmpty()) {
            LOG.log(Level.INFO, "UnknownVersion: an upgrade asked for a vsn that is neither 1.0.0 nor 2.0.0");
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        var key = request.getParameter("apikey");
        if (key == null || key.isBlank()) {
            refuse(response, "API key is missing");
        } else if (verifier.verify(key.strip()) instanceof Verdict.Refused refused) {
            refuse(response, refused.text());
        } else {
            chain.doFilter(request, response);
        }
    }

    private static void refuse(HttpServletResponse response, String text) throws IOException {
        LOG.log(Level.INFO, "UpgradeRefused: {0}", text);
        JsonBody.write(response, HttpServletResponse.SC_UNAUTHORIZED, JsonBody.of("error", text));
    }
}
