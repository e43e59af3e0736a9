package dev.belfry.realtime.socket;

import dev.belfry.realtime.channel.Connection;
import dev.belfry.realtime.protocol.Serializer;
import java.security.Principal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A socket that was let in: how what is known of it comes from the upgrade to its endpoint. */
final class Admitted implements Principal {

    private final Connection connection;
    private final Serializer serializer;
    private @Nullable SocketWriter writer;
    private Runnable whenHeard = () -> {};
    private Runnable whenGone = () -> {};
    private int unheard;

    Admitted(Connection connection, Serializer serializer) {
        this.connection = connection;
        this.serializer = serializer;
    }

    /** To be called before the endpoint hears of it. */
    void writtenBy(SocketWriter opened) {
        writer = opened;
    }

    /** A message has come whole. */
    void heard() {
        unheard = 0;
    }

    /** So many bytes have come; returns how many since the last whole message. */
    int came(int bytes) {
        whenHeard.run();
        unheard += bytes;
        return unheard;
    }

    /**
     * To be called by the endpoint when it hears of it.
     *
     * @param heard runs whenever something comes
     * @param gone runs when nothing more comes and nothing more goes
     */
    void opened(Runnable heard, Runnable gone) {
        whenHeard = heard;
        whenGone = gone;
    }

    void gone() {
        whenGone.run();
    }

    Connection connection() {
        return connection;
    }

    Serializer serializer() {
        return serializer;
    }

    SocketWriter writer() {
        return Objects.requireNonNull(writer);
    }

    @Override
    public String getName() {
        return connection.claims().role();
    }
}
