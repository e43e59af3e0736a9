package dev.belfry.realtime.channel;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.access.Verdict;
import dev.belfry.domain.change.Json;
import dev.belfry.domain.limits.TokenBucket;
import dev.belfry.domain.messages.Asker;
import dev.belfry.domain.messages.MessagesFailed;
import dev.belfry.domain.messages.Right;
import dev.belfry.domain.messages.StoredMessage;
import dev.belfry.realtime.limits.Limits;
import dev.belfry.realtime.protocol.BroadcastContent;
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
import dev.belfry.realtime.protocol.JoinConfig;
import dev.belfry.realtime.protocol.MalformedFrame;
import dev.belfry.realtime.protocol.Persist;
import dev.belfry.realtime.protocol.ServerMessage;
import dev.belfry.realtime.protocol.Topic;
import dev.belfry.realtime.traffic.Refusal;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The channels of one socket, and what its client's messages do to them: one message at a time, see {@link Turns}. */
public final class Channels {

    private static final Logger LOG = System.getLogger(Channels.class.getName());
    /** A peer that passed the limit by as much as ten seconds allow, without ever keeping still, is closed. */
    private static final int STRIKES = 10;
    /** As many of the largest may wait behind one that asks the database. */
    private static final int WAITING_MESSAGES = 4;

    private static final int SMALL = 1000;
    private static final int RETRY_MILLIS = 1000;
    private static final String NO_LONGER = "You no longer have permission to read from this Channel topic: ";
    private static final Set<Right> TO_SEND = Set.of(Right.BROADCAST_WRITE);
    private static final Set<Right> TO_KEEP = Set.of(Right.BROADCAST_WRITE, Right.PERSISTENCE_WRITE);
    private static final Set<Right> TO_TRACK = Set.of(Right.PRESENCE_WRITE, Right.PRESENCE_READ);

    private final Connection connection;
    private final Outbound outbound;
    private final Admission admission;
    private final Features features;
    private final Limits limits;
    private final Map<String, Channel> joined = new HashMap<>();
    private final TokenBucket joins;
    private final TokenBucket messages;
    private final Turns turns;
    private int strikes;
    private boolean isClosed;
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
        turns = new Turns(features.mayWait(), (long) WAITING_MESSAGES * limits.messageBytes());
    }

    /**
     * Returns at once: what has to wait for the database does so on another thread, and what comes behind it waits too.
     *
     * @param size of its frame, in bytes or characters
     */
    public void receive(ClientMessage message, int size) {
        if (message instanceof Heartbeat heartbeat) {
            outbound.sendFirst(ok(heartbeat)); // the connection is well, whatever waits
        }
        var isTaken = turns.take(SMALL + size, () -> asksDatabase(message), () -> handle(message));
        if (!isTaken && !(message instanceof Heartbeat)) {
            refuse(message, Rejection.tooManyMessages(limits.messages(), RETRY_MILLIS));
        }
    }

    private boolean asksDatabase(ClientMessage message) {
        if (message instanceof Join join) {
            return JoinConfig.mayBePrivate(join.payload());
        }
        var channel = joined.get(message.topic());
        if (channel == null || !channel.join().topic().isPrivate()) {
            return false;
        }
        return switch (message) {
            case Broadcast broadcast ->
                broadcast.persist() != null
                        || !channel.rights().unknown(TO_SEND).isEmpty();
            case Track ignored -> !channel.rights().unknown(TO_TRACK).isEmpty();
            case AccessToken ignored -> true;
            default -> false;
        };
    }

    private void handle(ClientMessage message) {
        if (isClosed) {
            return; // Liberty may bring a message while another thread closes the socket
        }
        var wait = takeOne();
        switch (message) {
            case Heartbeat ignored -> {}
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
    public void receive(MalformedFrame malformed) {
        turns.take(SMALL, () -> false, () -> {
            if (takeOne() == 0) {
                LOG.log(Level.INFO, "MalformedWebSocketMessage: {0}; it was dropped", malformed.getMessage());
            }
        });
    }

    /** Leaves everything, telling nobody: the socket has gone. */
    public void close() {
        turns.take(() -> {
            joined.values().forEach(Channel::lost);
            joined.clear();
            isClosed = true;
        });
    }

    /** When {@link #expire} is to be called next. */
    public Instant nextExpiry() {
        return nextExpiry;
    }

    /** Ends the channels whose token has expired, such that the client joins again with the token it has by then. */
    public void expire(Instant now) {
        turns.take(() -> end(now));
    }

    private void end(Instant now) {
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
            switch (admission.admit(join, connection)) {
                case JoinResult.Refused(var why) -> refuse(join, why);
                case JoinResult.Allowed allowed -> enter(join, allowed);
            }
        }
    }

    private void enter(Join join, JoinResult.Allowed allowed) {
        var channel = new Channel(allowed, join.refs().joinRef(), connection, outbound, features);
        List<StoredMessage> stored;
        try {
            stored = channel.stored();
        } catch (MessagesFailed e) {
            channel.lost();
            refuse(join, Rejection.of("UnableToReplayMessages: Realtime was unable to replay messages"));
            return;
        }
        joined.put(join.topic(), channel);
        expiresAt(allowed.claims());
        var response = Json.MAPPER.createObjectNode();
        response.set("postgres_changes", allowed.bindings().echo());
        channel.open(() -> reply(join, true, response), stored);
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
        try {
            var rights = admission.toRead(topic, asker(claims), channel.needsPresence());
            if (rights.mayRead()) {
                channel.renew(claims, rights);
                expiresAt(claims);
            } else {
                joined.remove(channel.topic());
                channel.tell("system", false, NO_LONGER + topic.name());
                channel.close();
            }
        } catch (MessagesFailed e) {
            // What it may do is not known just now: the client asks again.
            joined.remove(channel.topic());
            channel.tell("system", false, Rejection.text(e.reason()));
            channel.fail();
        }
    }

    private Asker asker(Claims claims) {
        return new Asker(claims, connection.headers());
    }

    /** Finds out what is not known yet. Blocks then, on a private topic. */
    private Rights rights(Channel channel, Set<Right> needed) throws MessagesFailed {
        var unknown = channel.rights().unknown(needed);
        if (!unknown.isEmpty()) {
            channel.learn(unknown, admission.granted(channel.join().topic(), asker(channel.claims()), unknown));
        }
        return channel.rights();
    }

    private void broadcast(Channel channel, Broadcast message) {
        var response = nothing();
        var rejection = rejection(channel, message);
        if (rejection == null && message.persist() != null) {
            rejection = broadcastKept(channel, message, message.persist(), response);
        } else if (rejection == null) {
            channel.broadcast(message.content());
        }
        if (rejection != null) {
            count(message, rejection);
        }
        if (channel.join().config().ack()) {
            reply(message, rejection == null, rejection == null ? response : rejection.response());
        }
    }

    private @Nullable Rejection rejection(Channel channel, Broadcast message) {
        var needed = message.persist() == null ? TO_SEND : TO_KEEP;
        try {
            if (!rights(channel, needed).has(needed)) {
                return Rejection.ofBroadcast("unauthorized");
            }
        } catch (MessagesFailed e) {
            return Rejection.ofBroadcast(e.reason());
        }
        if (message.content().size() > limits.messageBytes()) {
            return Rejection.tooLarge(Rejection.ofBroadcast("payload_size_exceeded"), limits.messageBytes());
        }
        if (message.persist() == null) {
            return null;
        }
        return channel.join().topic().isPrivate() ? null : Rejection.ofBroadcast("persist_not_available");
    }

    /** Sends first, then stores (protocol §5.2). */
    private @Nullable Rejection broadcastKept(
            Channel channel, Broadcast message, Persist persist, ObjectNode response) {
        var life = persist.life();
        if (life == null) {
            return Rejection.ofBroadcast("invalid_persist_ttl");
        }
        if (!(message.content() instanceof BroadcastContent.Event event)) {
            return Rejection.ofBroadcast("persist_not_available");
        }
        var id = UUID.randomUUID().toString();
        channel.broadcast(event.with(new BroadcastContent.Meta(id, false)));
        response.put("id", id);
        try {
            features.archive().store(event.stored(id, channel.join().topic().name()), life);
            return null;
        } catch (MessagesFailed e) {
            LOG.log(Level.WARNING, "MessageNotStored: it was sent, and will not be replayed: {0}", e.getMessage());
            return Rejection.ofBroadcast(e.reason());
        }
    }

    private void track(Channel channel, Track track) {
        var state = track.state();
        var rejection = state == null ? Rejection.of("Presence track payload must be a map") : rejection(channel);
        if (state == null || rejection != null) {
            refuse(track, Objects.requireNonNull(rejection));
            return;
        }
        state.remove(List.of("phx_ref", "phx_ref_prev"));
        var text = state.toString();
        if (Frame.utf8Length(text) > limits.messageBytes()) {
            refuse(track, Rejection.tooLarge(Rejection.of("Track message size exceeded"), limits.messageBytes()));
        } else {
            outbound.send(ok(track));
            channel.track(text);
        }
    }

    /** Of tracking. */
    private @Nullable Rejection rejection(Channel channel) {
        try {
            return rights(channel, TO_TRACK).has(Right.PRESENCE_WRITE)
                    ? null
                    : Rejection.of("You do not have permissions to track presence on this Channel topic");
        } catch (MessagesFailed e) {
            return Rejection.of(Rejection.text(e.reason()));
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
        count(message, why);
        reply(message, false, why.response());
    }

    private void count(ClientMessage message, Rejection why) {
        var what = message instanceof Join ? Refusal.What.JOIN : Refusal.What.MESSAGE;
        features.traffic().refused(Refusal.of(what, why.text()));
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
