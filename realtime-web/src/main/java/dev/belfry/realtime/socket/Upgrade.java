package dev.belfry.realtime.socket;

import dev.belfry.realtime.channel.Connection;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The request of a socket that was let in. It hands what is known of the connection to the endpoint as the principal, and has no
 * HTTP session: Liberty would make one for each socket, with a cookie, and close the socket when it expires. Of the query only the
 * version is left: Liberty keeps it with the socket, and writes what it keeps to its files of failures, where no key belongs.
 */
final class Upgrade extends HttpServletRequestWrapper {

    private static final String VERSION = "vsn";

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
    public @Nullable String getQueryString() {
        var version = getParameter(VERSION);
        return version == null ? null : VERSION + "=" + version;
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        var version = getParameterValues(VERSION);
        return version == null ? Map.of() : Map.of(VERSION, version);
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
