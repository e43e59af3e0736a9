package dev.belfry.realtime.channel;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.access.TokenVerifier;
import dev.belfry.domain.access.Verdict;
import dev.belfry.domain.capture.Json;
import dev.belfry.realtime.changes.Bindings;
import dev.belfry.realtime.changes.Subscriptions;
import dev.belfry.realtime.channel.JoinResult.Allowed;
import dev.belfry.realtime.channel.JoinResult.Refused;
import dev.belfry.realtime.protocol.ClientMessage;
import dev.belfry.realtime.protocol.ClientMessage.AccessToken;
import dev.belfry.realtime.protocol.ClientMessage.Heartbeat;
import dev.belfry.realtime.protocol.ClientMessage.Join;
import dev.belfry.realtime.protocol.ClientMessage.Leave;
import dev.belfry.realtime.protocol.ClientMessage.Other;
import dev.belfry.realtime.protocol.ServerMessage;
import dev.belfry.realtime.protocol.Topic;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The channels of one socket, and what its client's messages do to them. One message at a time, on the socket's thread. */
public final class Channels {

    private static final Logger LOG = System.getLogger(Channels.class.getName());

    private final Claims connection;
    private final Outbound outbound;
    private final TokenVerifier verifier;
    private final Bindings.Parser parser;
    private final Subscriptions subscriptions;
    private final Map<String, Channel> joined = new HashMap<>();

    /** @param connection who the socket's own key says it is; a channel without a token of its own acts as that */
    public Channels(
            Claims connection,
            Outbound outbound,
            TokenVerifier verifier,
            Bindings.Parser parser,
            Subscriptions subscriptions) {
        this.connection = connection;
        this.outbound = outbound;
        this.verifier = verifier;
        this.parser = parser;
        this.subscriptions = subscriptions;
    }

    public void receive(ClientMessage message) {
        switch (message) {
            case Join join -> join(join);
            case Leave leave -> leave(leave);
            case Heartbeat heartbeat -> reply(heartbeat, true, Json.MAPPER.createObjectNode());
            case AccessToken token -> renew(token);
            case Other other -> ignore(other);
        }
    }

    /** Leaves everything, telling nobody: the socket has gone. */
    public void close() {
        joined.values().forEach(subscriptions::remove);
        joined.clear();
    }

    private void join(Join join) {
        switch (admit(join)) {
            case Refused(var reason) -> refuse(join, reason);
            case Allowed(var claims) -> {
                var previous = joined.remove(join.topic());
                if (previous != null) {
                    end(previous);
                }
                enter(join, claims);
            }
        }
    }

    private JoinResult admit(Join join) {
        if (!Topic.isChannel(join.topic())) {
            return new Refused("unmatched topic");
        }
        if (Topic.name(join.topic()).isEmpty()) {
            return new Refused("TopicNameRequired: You must provide a topic name");
        }
        var token = tokenOf(join.payload());
        if (token == null) {
            return new Allowed(connection);
        }
        return switch (verifier.verify(token)) {
            case Verdict.Verified(var claims) -> new Allowed(claims);
            case Verdict.Refused refused -> new Refused(refused.withCode());
        };
    }

    /** Protocol §1.5: keys that are no JWT stand for the connection's own token. */
    private static @Nullable String tokenOf(ObjectNode payload) {
        for (var field : new String[] {"user_token", "access_token"}) {
            var value = payload.path(field);
            if (value.isString()) {
                return isJwt(value.asString()) ? value.asString() : null;
            }
        }
        return null;
    }

    private static boolean isJwt(String token) {
        return !token.startsWith("sb_");
    }

    private void enter(Join join, Claims claims) {
        var asked = parser.parse(join.payload().path("config").path("postgres_changes"));
        var channel = new Channel(join.topic(), join.refs().joinRef(), outbound, asked.bindings(), claims);
        joined.put(join.topic(), channel);
        // Held while the reply is written: a change that comes before it would find bindings that have no ids yet.
        subscriptions.add(channel, () -> {
            var response = Json.MAPPER.createObjectNode();
            response.set("postgres_changes", asked.echo());
            reply(join, true, response);
        });
        if (asked.problem() != null) {
            channel.tell("postgres_changes", false, asked.problem());
        } else if (!asked.bindings().isEmpty()) {
            channel.tell("postgres_changes", true, "Subscribed to PostgreSQL");
        }
    }

    private void leave(Leave leave) {
        reply(leave, true, Json.MAPPER.createObjectNode());
        var channel = joined.remove(leave.topic());
        if (channel != null) {
            end(channel);
        }
    }

    private void renew(AccessToken message) {
        var channel = joined.get(message.topic());
        var token = message.token();
        if (channel == null) {
            refuse(message, "unmatched topic");
        } else if (token != null && isJwt(token)) {
            switch (verifier.verify(token)) {
                case Verdict.Verified(var claims) -> channel.assume(claims);
                case Verdict.Refused refused -> {
                    channel.tell("system", false, refused.detail());
                    joined.remove(message.topic());
                    end(channel);
                }
            }
        }
    }

    private void ignore(Other message) {
        if (joined.containsKey(message.topic())) {
            LOG.log(Level.DEBUG, "UnknownEvent: {0} on a channel", message.event());
        } else {
            refuse(message, "unmatched topic");
        }
    }

    private void end(Channel channel) {
        subscriptions.remove(channel);
        channel.close();
    }

    private void refuse(ClientMessage message, String reason) {
        reply(message, false, Json.MAPPER.createObjectNode().put("reason", reason));
    }

    private void reply(ClientMessage message, boolean ok, ObjectNode response) {
        outbound.send(new ServerMessage.Reply(message.refs(), message.topic(), ok, response));
    }
}
