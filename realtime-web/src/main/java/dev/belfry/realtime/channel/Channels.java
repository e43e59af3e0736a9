package dev.belfry.realtime.channel;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.access.Verdict;
import dev.belfry.domain.change.Json;
import dev.belfry.domain.limits.TokenBucket;
import dev.belfry.realtime.limits.Limits;
import dev.belfry.realtime.protocol.ClientMessage;
import dev.belfry.realtime.protocol.ClientMessage.AccessToken;
import dev.belfry.realtime.protocol.ClientMessage.Broadcast;
import dev.belfry.realtime.protocol.ClientMessage.Heartbeat;
import dev.belfry.realtime.protocol.ClientMessage.Join;
import dev.belfry.realtime.protocol.ClientMessage.Leave;
import dev.belfry.realtime.protocol.ClientMessage.Other;
import dev.belfry.realtime.protocol.ClientMessage.Track;
import dev.belfry.realtime.protocol.ClientMessage.Untrack;
import dev.belfry.realtime.protocol.Frame;
import dev.belfry.realtime.protocol.MalformedFrame;
import dev.belfry.realtime.protocol.ServerMessage;
import dev.belfry.realtime.protocol.Topic;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The channels of one socket, and what its client's messages do to them: one message at a time, whichever thread brings it. */
public final class Channels {

    private static final Logger LOG = System.getLogger(Channels.class.getName());
    /** A peer that passed the limit by as much as ten seconds allow, without ever keeping still, is closed. */
    private static final int STRIKES = 10;

    private final Connection connection;
    private final Outbound outbound;
    private final Admission admission;
    private final Features features;
    private final Limits limits;
    private final Map<String, Channel> joined = new HashMap<>();
    private final TokenBucket joins;
    private final TokenBucket messages;
    private int strikes;
    private volatile Instant nextExpiry = Instant.MAX;

    public Channels(Connection connection, Outbound outbound, Admission admission, Features features, Limits limits) {
        this.connection = connection;
        this.outbound = outbound;
        this.admission = admission;
        this.features = features;
        this.limits = limits;
        var now = System.nanoTime();
        joins = new TokenBucket(limits.joins(), limits.joins(), now);
        messages = new TokenBucket(limits.messages(), limits.messages(), now);
    }

    public synchronized void receive(ClientMessage message) {
        var wait = takeOne();
        switch (message) {
            case Heartbeat heartbeat -> outbound.sendFirst(ok(heartbeat));
            case Leave leave -> leave(leave);
            case AccessToken token -> renew(token);
            case Join join when wait > 0 -> refuse(join, Rejection.tooManyMessages(limits.messages(), wait));
            case Join join -> join(join);
            case Broadcast broadcast -> onChannel(broadcast, wait, this::broadcast);
            case Track track -> onChannel(track, wait, this::track);
            case Untrack untrack -> onChannel(untrack, wait, this::untrack);
            case Other other -> onChannel(other, wait, this::ignore);
        }
    }

    /** A frame that was no message; of many, few are logged. */
    public synchronized void receive(MalformedFrame malformed) {
        if (takeOne() == 0) {
            LOG.log(Level.INFO, "MalformedWebSocketMessage: {0}; it was dropped", malformed.getMessage());
        }
    }

    /** Leaves everything, telling nobody: the socket has gone. */
    public synchronized void close() {
        joined.values().forEach(Channel::lost);
        joined.clear();
    }

    /** When {@link #expire} is to be called next. */
    public Instant nextExpiry() {
        return nextExpiry;
    }

    /** Ends the channels whose token has expired, such that the client joins again with the token it has by then. */
    public synchronized void expire(Instant now) {
        for (var channel : List.copyOf(joined.values())) {
            if (channel.claims().at(now) instanceof Verdict.Refused refused) {
                joined.remove(channel.topic());
                channel.tell("system", false, refused.detail());
                channel.fail();
            }
        }
        nextExpiry = joined.values().stream()
                .map(channel -> channel.claims().expiresAt())
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    private void join(Join join) {
        if (!Topic.isChannel(join.topic())) {
            refuse(join, Rejection.unmatchedTopic());
            return;
        }
        var previous = joined.remove(join.topic());
        if (previous != null) {
            previous.replaced();
        }
        var wait = joins.take(System.nanoTime());
        if (wait > 0) {
            refuse(join, Rejection.tooManyJoins(limits.joins(), wait));
        } else if (joined.size() >= limits.channels()) {
            refuse(join, Rejection.tooManyChannels(limits.channels()));
        } else {
            switch (admission.admit(join, connection.claims())) {
                case JoinResult.Refused(var why) -> refuse(join, why);
                case JoinResult.Allowed allowed -> enter(join, allowed);
            }
        }
    }

    private void enter(Join join, JoinResult.Allowed allowed) {
        var channel = new Channel(allowed, join.refs().joinRef(), connection, outbound, features);
        joined.put(join.topic(), channel);
        expiresAt(allowed.claims());
        var response = Json.MAPPER.createObjectNode();
        response.set("postgres_changes", allowed.bindings().echo());
        channel.open(() -> reply(join, true, response));
    }

    private void leave(Leave leave) {
        outbound.send(ok(leave));
        var channel = joined.remove(leave.topic());
        if (channel != null) {
            channel.close();
        }
    }

    private void renew(AccessToken message) {
        var channel = joined.get(message.topic());
        var token = message.token();
        if (channel == null) {
            refuse(message, Rejection.unmatchedTopic());
        } else if (token != null && Admission.isJwt(token)) {
            switch (admission.verify(token)) {
                case Verdict.Verified(var claims) -> renew(channel, claims);
                case Verdict.Refused refused -> {
                    joined.remove(message.topic());
                    channel.tell("system", false, refused.detail());
                    if (refused.reason() == Verdict.Reason.EXPIRED) {
                        channel.fail();
                    } else {
                        channel.close();
                    }
                }
            }
        }
    }

    private void renew(Channel channel, Claims claims) {
        if (claims.equals(channel.claims())) {
            return;
        }
        var topic = channel.join().topic();
        var rights = admission.rights(topic, claims);
        if (rights.mayRead()) {
            channel.renew(claims, rights);
            expiresAt(claims);
        } else {
            joined.remove(channel.topic());
            channel.tell(
                    "system", false, "You no longer have permission to read from this Channel topic: " + topic.name());
            channel.close();
        }
    }

    private void broadcast(Channel channel, Broadcast message) {
        var rejection = rejection(channel, message);
        if (rejection == null) {
            channel.broadcast(message.content());
        }
        if (channel.join().config().ack()) {
            reply(message, rejection == null, rejection == null ? nothing() : rejection.response());
        }
    }

    private @Nullable Rejection rejection(Channel channel, Broadcast message) {
        if (!channel.rights().broadcastWrite()) {
            return Rejection.ofBroadcast("unauthorized");
        }
        if (message.content().size() > limits.messageBytes()) {
            return Rejection.tooLarge(Rejection.ofBroadcast("payload_size_exceeded"), limits.messageBytes());
        }
        return message.persist() ? Rejection.ofBroadcast("persist_not_available") : null;
    }

    private void track(Channel channel, Track track) {
        var state = track.state();
        if (state == null) {
            refuse(track, Rejection.of("Presence track payload must be a map"));
        } else if (!channel.rights().presenceWrite()) {
            refuse(track, Rejection.of("You do not have permissions to track presence on this Channel topic"));
        } else {
            state.remove(List.of("phx_ref", "phx_ref_prev"));
            var text = state.toString();
            if (Frame.Text.utf8Length(text) > limits.messageBytes()) {
                refuse(track, Rejection.tooLarge(Rejection.of("Track message size exceeded"), limits.messageBytes()));
            } else {
                outbound.send(ok(track));
                channel.track(text);
            }
        }
    }

    private void untrack(Channel channel, Untrack untrack) {
        outbound.send(ok(untrack));
        channel.untrack();
    }

    private void ignore(Channel channel, Other message) {
        LOG.log(Level.DEBUG, "UnknownEvent: {0} on a channel", message.event());
        if (message.event().equals("presence")) {
            refuse(message, Rejection.of("A presence event must be track or untrack"));
        }
    }

    private interface Handler<M extends ClientMessage> {
        void handle(Channel channel, M message);
    }

    private <M extends ClientMessage> void onChannel(M message, long wait, Handler<M> handler) {
        var channel = joined.get(message.topic());
        if (channel == null) {
            refuse(message, Rejection.unmatchedTopic());
        } else if (wait == 0) {
            handler.handle(channel, message);
        } else {
            // A sender that did not ask for answers hears of it by the system message; one a second is enough.
            if (strikes % limits.messages() == 1) {
                channel.tell("system", false, Rejection.TOO_MANY_MESSAGES);
            }
            refuse(message, Rejection.tooManyMessages(limits.messages(), wait));
        }
    }

    /** Counts a message, and returns how many milliseconds too early it came. */
    private long takeOne() {
        var now = System.nanoTime();
        if (messages.isFull(now)) {
            strikes = 0;
        }
        var wait = messages.take(now);
        if (wait > 0 && ++strikes > STRIKES * limits.messages()) {
            outbound.end(Disconnect.FLOOD);
        }
        return wait;
    }

    private void expiresAt(Claims claims) {
        if (claims.expiresAt().isBefore(nextExpiry)) {
            nextExpiry = claims.expiresAt();
        }
    }

    private void refuse(ClientMessage message, Rejection why) {
        reply(message, false, why.response());
    }

    private static ServerMessage.Reply ok(ClientMessage message) {
        return new ServerMessage.Reply(message.refs(), message.topic(), true, nothing());
    }

    private static ObjectNode nothing() {
        return Json.MAPPER.createObjectNode();
    }

    private void reply(ClientMessage message, boolean ok, ObjectNode response) {
        outbound.send(new ServerMessage.Reply(message.refs(), message.topic(), ok, response));
    }
}
