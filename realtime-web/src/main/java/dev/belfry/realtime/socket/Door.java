package dev.belfry.realtime.socket;

import dev.belfry.realtime.channel.Admission;
import dev.belfry.realtime.channel.Connection;
import dev.belfry.realtime.channel.Features;
import dev.belfry.realtime.limits.Limits;
import dev.belfry.realtime.protocol.Serializer;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.glassfish.tyrus.core.RequestContext;
import org.glassfish.tyrus.core.TyrusUpgradeResponse;
import org.glassfish.tyrus.core.TyrusWebSocketEngine;
import org.glassfish.tyrus.spi.WebSocketEngine;
import org.glassfish.tyrus.spi.WebSocketEngine.UpgradeStatus;

/**
 * Where a request becomes a socket: Tyrus answers the handshake and brings {@link RealtimeEndpoint} its messages, {@link Wire} carries
 * the bytes. Liberty's own WebSocket writes each frame by itself; this way those that wait for one socket are written together.
 */
public class Door {

    private static final String PATH = "/websocket";
    private static final int UPGRADE_REQUIRED = 426;
    private static final Set<String> HEADERS =
            Set.of("host", "upgrade", "connection", "sec-websocket-version", "sec-websocket-key");

    /** Up to here a message that is too large is answered; beyond, the socket is closed with 1009. */
    private static final int TOLERANCE = 5;

    private final Limits limits;
    private final Sockets sockets;
    private final WebSocketEngine engine;

    public Door(Admission admission, Features features, Limits limits, Sockets sockets) {
        this.limits = limits;
        this.sockets = sockets;
        engine = TyrusWebSocketEngine.builder(new Container())
                .incomingBufferSize(2 * TOLERANCE * limits.messageBytes())
                .build();
        try {
            engine.register(
                    ServerEndpointConfig.Builder.create(RealtimeEndpoint.class, PATH)
                            .configurator(new Endpoints(admission, features, limits, sockets))
                            .build(),
                    "");
        } catch (DeploymentException e) {
            throw new IllegalStateException("Tyrus does not take the endpoint", e);
        }
    }

    private static final class Endpoints extends ServerEndpointConfig.Configurator {

        private final Admission admission;
        private final Features features;
        private final Limits limits;
        private final Sockets sockets;

        Endpoints(Admission admission, Features features, Limits limits, Sockets sockets) {
            this.admission = admission;
            this.features = features;
            this.limits = limits;
            this.sockets = sockets;
        }

        @Override
        public <T> T getEndpointInstance(Class<T> type) {
            return type.cast(new RealtimeEndpoint(admission, features, limits, sockets));
        }

        @Override
        public boolean checkOrigin(String origin) {
            return true; // the handshake has
        }
    }

    /** Answers the handshake (RFC 6455 §4.2.2): a socket, or 400 or 426. */
    void open(HttpServletRequest request, HttpServletResponse response, Connection connection, Serializer serializer)
            throws IOException, ServletException {
        var admitted = new Admitted(connection, serializer);
        var answer = new TyrusUpgradeResponse();
        var upgrade = engine.upgrade(handshake(request, admitted), answer);
        answer.getHeaders().forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        if (upgrade.getStatus() == UpgradeStatus.SUCCESS) {
            response.setStatus(HttpServletResponse.SC_SWITCHING_PROTOCOLS);
            var wire = request.upgrade(Wire.class);
            var writer =
                    new SocketWriter(wire, serializer, sockets.threads(), limits, sockets.waiting(), sockets.traffic());
            admitted.writtenBy(writer);
            wire.carry(
                    new Wire.Carried(upgrade, admitted, writer, TOLERANCE * limits.messageBytes(), sockets.threads()));
        } else {
            response.setStatus(
                    answer.getStatus() == UPGRADE_REQUIRED ? UPGRADE_REQUIRED : HttpServletResponse.SC_BAD_REQUEST);
        }
    }

    /** Nothing of the query, where keys may stand, is kept with the socket. */
    private static RequestContext handshake(HttpServletRequest request, Admitted admitted) {
        var handshake = RequestContext.Builder.create()
                .requestURI(URI.create(PATH))
                .queryString("")
                .parameterMap(Map.of())
                .userPrincipal(admitted)
                .secure(request.isSecure())
                .build();
        for (var name : Collections.list(request.getHeaderNames())) {
            if (HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                handshake
                        .getHeaders()
                        .put(name, List.of(String.join(", ", Collections.list(request.getHeaders(name)))));
            }
        }
        return handshake;
    }
}
