package dev.belfry.realtime.socket;

import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Ends a connection of Liberty's that was upgraded. Its own {@code close()} keeps it for another HTTP request, for as long as
 * {@code persistTimeout} says, and waits for a write under way. There is no other way to end it than the link below, which is no API:
 * it is looked up by name, and without it connections end later.
 */
final class HangUp {

    private static final Logger LOG = System.getLogger(HangUp.class.getName());

    private HangUp() {}

    static void of(WebConnection connection) {
        try {
            var type = connection.getClass();
            var link = type.getMethod("getDeviceConnLink");
            var virtual = type.getMethod("getVirtualConnection");
            link.getReturnType()
                    .getMethod("close", virtual.getReturnType(), Exception.class)
                    .invoke(
                            link.invoke(connection),
                            virtual.invoke(connection),
                            new IOException("the socket has ended"));
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(Level.DEBUG, "A connection is left to Liberty", e);
        }
    }
}
