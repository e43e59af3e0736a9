package dev.belfry.realtime.socket;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.Endpoint;
import jakarta.websocket.Extension;
import jakarta.websocket.Session;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.glassfish.tyrus.core.BaseContainer;

/**
 * What Tyrus asks a server for: defaults, all of them none. The ready-made one of tyrus-server cannot be in the EAR: Liberty would take
 * a class of its for an application's configuration of endpoints.
 */
final class Container extends BaseContainer {

    @Override
    public Map<String, Object> getProperties() {
        return Map.of();
    }

    @Override
    public long getDefaultAsyncSendTimeout() {
        return 0;
    }

    @Override
    public void setAsyncSendTimeout(long milliseconds) {
        throw unused();
    }

    /** None; for 0 Tyrus would still schedule a task that does nothing after every message. */
    @Override
    public long getDefaultMaxSessionIdleTimeout() {
        return -1;
    }

    @Override
    public void setDefaultMaxSessionIdleTimeout(long milliseconds) {
        throw unused();
    }

    @Override
    public int getDefaultMaxBinaryMessageBufferSize() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void setDefaultMaxBinaryMessageBufferSize(int bytes) {
        throw unused();
    }

    @Override
    public int getDefaultMaxTextMessageBufferSize() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void setDefaultMaxTextMessageBufferSize(int bytes) {
        throw unused();
    }

    @Override
    public Set<Extension> getInstalledExtensions() {
        return Set.of();
    }

    @Override
    public Session connectToServer(Object endpoint, URI path) {
        throw unused();
    }

    @Override
    public Session connectToServer(Class<?> endpoint, URI path) {
        throw unused();
    }

    @Override
    public Session connectToServer(Endpoint endpoint, ClientEndpointConfig config, URI path) {
        throw unused();
    }

    @Override
    public Session connectToServer(Class<? extends Endpoint> endpoint, ClientEndpointConfig config, URI path) {
        throw unused();
    }

    private static UnsupportedOperationException unused() {
        return new UnsupportedOperationException("sockets are taken here, and none is opened");
    }
}
