package dev.belfry.realtime.socket;

import dev.belfry.domain.access.Origins;
import dev.belfry.domain.access.TokenVerifier;
import dev.belfry.domain.access.Verdict;
import dev.belfry.domain.limits.Rates;
import dev.belfry.realtime.channel.Connection;
import dev.belfry.realtime.http.CrossOrigin;
import dev.belfry.realtime.http.ForPolicies;
import dev.belfry.realtime.http.JsonBody;
import dev.belfry.realtime.limits.Limits;
import dev.belfry.realtime.protocol.Serializer;
import dev.belfry.realtime.traffic.Refusal;
import dev.belfry.realtime.traffic.Refusal.What;
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
import java.net.InetAddress;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Refuses an upgrade before it happens, with a status and a body that say why (protocol §1.1, §1.3). */
@WebFilter(urlPatterns = {"/realtime/v1/websocket", "/socket/websocket"})
public class Handshake extends HttpFilter {

    private static final String DEFAULT_VERSION = "1.0.0";

    private static final Logger LOG = System.getLogger(Handshake.class.getName());
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int MAX_CLIENT_ID = 200;

    @Inject
    transient TokenVerifier verifier;

    @Inject
    transient Origins origins;

    @Inject
    transient Limits limits;

    @Inject
    transient Rates addresses;

    @Inject
    transient Sockets sockets;

    @Inject
    transient Door door;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var version = request.getParameter("vsn");
        var serializer = Serializer.of(version == null ? DEFAULT_VERSION : version);
        if (serializer.isEmpty()) {
            LOG.log(Level.INFO, "UnknownVersion: an upgrade asked for a vsn that is neither 1.0.0 nor 2.0.0");
            count("version");
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        var origin = request.getHeader("Origin");
        if (origin != null && !origins.isAllowed(origin, request.getHeader("Host"))) {
            refuse(response, "origin", HttpServletResponse.SC_FORBIDDEN, CrossOrigin.notAllowed(origin));
            return;
        }
        if (mayOpen(request, response)) {
            var key = key(request);
            if (key == null) {
                refuse(response, "key", HttpServletResponse.SC_UNAUTHORIZED, error("API key is missing"));
                return;
            }
            switch (verifier.verify(key)) {
                case Verdict.Refused refused ->
                    refuse(response, "token", HttpServletResponse.SC_UNAUTHORIZED, error(refused.text()));
                case Verdict.Verified(var claims) ->
                    door.open(
                            request,
                            response,
                            new Connection(claims, client(request), ForPolicies.of(request)),
                            serializer.get());
            }
        }
    }

    private boolean mayOpen(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (sockets.isStopping()) {
            refuse(response, "stopping", HttpServletResponse.SC_SERVICE_UNAVAILABLE, error("The server is stopping"));
            return false;
        }
        if (!sockets.isServing()) {
            refuse(response, "starting", HttpServletResponse.SC_SERVICE_UNAVAILABLE, error("The server is starting"));
            return false;
        }
        if (sockets.count() >= limits.sockets()) {
            var body = error("Too many connected users").put("limit", limits.sockets() + " sockets per server");
            refuse(response, "sockets", TOO_MANY_REQUESTS, body);
            return false;
        }
        var wait = isLoopback(request.getRemoteAddr()) ? 0 : addresses.take(request.getRemoteAddr());
        if (wait > 0) {
            var limit = limits.addressRate() + " new sockets per second and address, after a burst of "
                    + limits.addressBurst();
            response.setHeader("Retry-After", String.valueOf((wait + 999) / 1000));
            refuse(
                    response,
                    "address",
                    TOO_MANY_REQUESTS,
                    error("Too many joins per second").put("limit", limit).put("retry_after_ms", wait));
        }
        return wait == 0;
    }

    /** A proxy on this machine speaks for everybody, so its address says nothing. */
    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** The header wins over the query (protocol §1.1); the reference decodes the query once more than usual. */
    private static @Nullable String key(HttpServletRequest request) {
        var header = request.getHeader("x-api-key");
        var key = header == null ? request.getParameter("apikey") : header;
        if (key == null || key.isBlank()) {
            return null;
        }
        try {
            return URLDecoder.decode(key, StandardCharsets.UTF_8).strip();
        } catch (IllegalArgumentException e) {
            return key.strip();
        }
    }

    private static @Nullable String client(HttpServletRequest request) {
        var id = request.getParameter("client");
        return id == null || id.isBlank() || id.length() > MAX_CLIENT_ID ? null : id;
    }

    private static ObjectNode error(String text) {
        return JsonBody.of("error", text);
    }

    private void refuse(HttpServletResponse response, String why, int status, ObjectNode body) throws IOException {
        count(why);
        LOG.log(Level.INFO, "UpgradeRefused: {0}", body.path("error").asString());
        JsonBody.write(response, status, body);
    }

    private void count(String why) {
        sockets.traffic().refused(new Refusal(What.UPGRADE, why));
    }
}
