package dev.belfry.realtime.socket;

import dev.belfry.realtime.channel.Connection;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * The request of a socket that was let in. It hands what is known of the connection to the endpoint as the principal, and has no
 * HTTP session: Liberty would make one for each socket, with a cookie, and close the socket when it expires.
 */
final class Upgrade extends HttpServletRequestWrapper {

    private final Admitted admitted;

    /** @param connection of the socket */
    record Admitted(Connection connection) implements Principal {

        @Override
        public String getName() {
            return connection.claims().role();
        }
    }

    Upgrade(HttpServletRequest request, Connection connection) {
        super(request);
        admitted = new Admitted(connection);
    }

    @Override
    public Principal getUserPrincipal() {
        return admitted;
    }

    @Override
    public @Nullable HttpSession getSession() {
        return null;
    }

    @Override
    public @Nullable HttpSession getSession(boolean create) {
        return null;
    }
}
