package dev.belfry.realtime.channel;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.access.TokenVerifier;
import dev.belfry.domain.access.Verdict;
import dev.belfry.domain.messages.Asker;
import dev.belfry.domain.messages.MessagesFailed;
import dev.belfry.domain.messages.Right;
import dev.belfry.realtime.changes.Bindings;
import dev.belfry.realtime.channel.JoinResult.Allowed;
import dev.belfry.realtime.channel.JoinResult.Refused;
import dev.belfry.realtime.hub.TopicKey;
import dev.belfry.realtime.protocol.ClientMessage.Join;
import dev.belfry.realtime.protocol.JoinConfig;
import dev.belfry.realtime.protocol.JoinConfig.Replay;
import dev.belfry.realtime.protocol.Topic;
import java.time.Clock;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Decides who may join what: token first, then rights, then what was asked for. */
public final class Admission {

    private static final String NO_REPLAY = "UnableToReplayMessages: ";

    private final TokenVerifier verifier;
    private final ChannelPolicies policies;
    private final Bindings.Parser parser;
    private final Clock clock;

    public Admission(TokenVerifier verifier, ChannelPolicies policies, Bindings.Parser parser, Clock clock) {
        this.verifier = verifier;
        this.policies = policies;
        this.parser = parser;
        this.clock = clock;
    }

    /** Blocks where the topic is private. A channel without a token of its own acts as the connection's. */
    JoinResult admit(Join join, Connection connection) {
        if (Topic.name(join.topic()).isEmpty()) {
            return refused("TopicNameRequired: You must provide a topic name");
        }
        return switch (verdict(tokenOf(join.payload()), connection.claims())) {
            case Verdict.Verified(var claims) ->
                admit(join, JoinConfig.of(join.payload()), new Asker(claims, connection.headers()));
            case Verdict.Refused refused -> refused(refused.withCode());
        };
    }

    private JoinResult admit(Join join, JoinConfig config, Asker asker) {
        var topic = new TopicKey(Topic.name(join.topic()), config.isPrivate());
        if (!(config.replay() instanceof Replay.None) && !config.isPrivate()) {
            return refused(NO_REPLAY + "Replay is not allowed for public channels");
        }
        if (config.replay() instanceof Replay.Unusable) {
            return refused(NO_REPLAY + "Replay params are not valid");
        }
        try {
            var rights = toRead(topic, asker, config.presence());
            if (!rights.mayRead()) {
                return new Refused(Rejection.unauthorized(topic.name()));
            }
            var bindings = config.isLegacy()
                    ? parser.legacy(topic.name(), asker.claims())
                    : parser.parse(config.postgresChanges(), asker.claims());
            return config.waits() && bindings.problem() != null
                    ? refused("RealtimeDisabledForConfiguration: " + bindings.problem())
                    : new Allowed(topic, config, bindings, asker.claims(), rights);
        } catch (MessagesFailed e) {
            return new Refused(Rejection.undecided(topic.name(), e.reason()));
        }
    }

    /** What somebody may hear. Blocks where the topic is private. */
    Rights toRead(TopicKey topic, Asker asker, boolean presence) throws MessagesFailed {
        if (!topic.isPrivate()) {
            return Rights.ALL;
        }
        var asked = presence ? Set.of(Right.BROADCAST_READ, Right.PRESENCE_READ) : Set.of(Right.BROADCAST_READ);
        return new Rights(asked, policies.on(topic, asker, asked));
    }

    /** Those of the rights that somebody has. Blocks where the topic is private. */
    Set<Right> granted(TopicKey topic, Asker asker, Set<Right> asked) throws MessagesFailed {
        return policies.on(topic, asker, asked);
    }

    /** Who bears a new token of a channel. */
    Verdict verify(String token) {
        return verifier.verify(token);
    }

    private Verdict verdict(@Nullable String token, Claims connection) {
        return token == null ? connection.at(clock.instant()) : verifier.verify(token);
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

    static boolean isJwt(String token) {
        return !token.startsWith("sb_");
    }

    private static Refused refused(String reason) {
        return new Refused(Rejection.of(reason));
    }
}
