package dev.belfry.realtime.channel;

import dev.belfry.domain.access.Claims;
import dev.belfry.realtime.changes.Binding;
import dev.belfry.realtime.changes.ChangeSubscriber;
import dev.belfry.realtime.protocol.ServerMessage;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One socket's membership of one topic, for as long as the client stays: hours, often. */
final class Channel implements ChangeSubscriber {

    private final String topic;
    private final @Nullable String joinRef;
    private final Outbound outbound;
    private final List<Binding> bindings;
    private volatile Claims claims;

    Channel(String topic, @Nullable String joinRef, Outbound outbound, List<Binding> bindings, Claims claims) {
        this.topic = topic;
        this.joinRef = joinRef;
        this.outbound = outbound;
        this.bindings = List.copyOf(bindings);
        this.claims = claims;
    }

    @Nullable
    String joinRef() {
        return joinRef;
    }

    void assume(Claims newClaims) {
        claims = newClaims;
    }

    void close() {
        outbound.send(new ServerMessage.Close(joinRef, topic));
    }

    void tell(String extension, boolean ok, String text) {
        outbound.send(new ServerMessage.Notice(joinRef, topic, extension, ok, text));
    }

    @Override
    public List<Binding> bindings() {
        return bindings;
    }

    @Override
    public Claims claims() {
        return claims;
    }

    @Override
    public void changed(List<Long> ids, Supplier<String> data) {
        outbound.send(new ServerMessage.PostgresChanges(topic, ids, data));
    }
}
