package dev.belfry.realtime.protocol;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a join asks for (protocol §3.3). A value that makes no sense is logged and counts as absent; the join goes on.
 *
 * @param ack whether each broadcast is answered
 * @param self whether the sender hears its own broadcasts
 * @param presenceKey empty if the server is to choose one
 * @param postgresChanges the entries as they came, missing if there are none
 * @param waits whether a binding that cannot be heard refuses the join
 * @param isLegacy a join of the old way, without any configuration
 */
public record JoinConfig(
        boolean ack,
        boolean self,
        Replay replay,
        boolean replicationReady,
        String presenceKey,
        boolean presence,
        JsonNode postgresChanges,
        boolean waits,
        boolean isPrivate,
        boolean isLegacy) {

    private static final Logger LOG = System.getLogger(JoinConfig.class.getName());
    private static final long LAST_MILLIS =
            Instant.parse("9999-12-31T00:00:00Z").toEpochMilli();

    /** Which messages that were stored are to come first (protocol §5.4). */
    public sealed interface Replay {

        int MOST = 25;
        int USUAL = 10;

        record None() implements Replay {}

        /** Asked, with parameters that are none. */
        record Unusable() implements Replay {}

        /** @param limit how many of the newest, from 1 to 25 */
        record Since(Instant time, int limit) implements Replay {}
    }

    public static JoinConfig of(ObjectNode payload) {
        var config = payload.path("config");
        var broadcast = config.path("broadcast");
        var presence = config.path("presence");
        return new JoinConfig(
                flag(broadcast, "ack"),
                flag(broadcast, "self"),
                replay(broadcast.path("replay")),
                flag(broadcast, "replication_ready"),
                key(presence.path("key")),
                flag(presence, "enabled"),
                config.path("postgres_changes"),
                flag(config.path("postgres_changes_options"), "wait"),
                flag(config, "private"),
                !payload.has("config"));
    }

    /** True and false, also as text in any case. */
    public static boolean flag(JsonNode object, String name) {
        var value = object.path(name);
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        var text = value.isString() ? value.asString().toLowerCase(Locale.ROOT) : "";
        if (!value.isMissingNode() && !value.isNull() && !text.equals("true") && !text.equals("false")) {
            LOG.log(Level.INFO, "InvalidJoinPayload: {0} must be true or false; it counts as false", name);
        }
        return text.equals("true");
    }

    private static Replay replay(JsonNode replay) {
        if (replay.isMissingNode() || replay.isNull()) {
            return new Replay.None();
        }
        var since = replay.path("since");
        var limit = replay.path("limit");
        if (!isTime(since) || !(limit.isMissingNode() || limit.isIntegralNumber())) {
            return new Replay.Unusable();
        }
        return new Replay.Since(Instant.ofEpochMilli(since.longValue()), limit(limit));
    }

    private static int limit(JsonNode limit) {
        if (limit.isMissingNode()) {
            return Replay.USUAL;
        }
        var most = BigInteger.valueOf(Replay.MOST);
        return limit.bigIntegerValue().min(most).max(BigInteger.ONE).intValue();
    }

    /** From 1970 to where PostgreSQL still has times. */
    private static boolean isTime(JsonNode since) {
        return since.isIntegralNumber()
                && since.canConvertToLong()
                && since.longValue() >= 0
                && since.longValue() <= LAST_MILLIS;
    }

    /** Whether a join could be to a private topic, before it is read. */
    public static boolean mayBePrivate(ObjectNode payload) {
        var value = payload.path("config").path("private");
        return value.isString() || (value.isBoolean() && value.booleanValue());
    }

    private static String key(JsonNode key) {
        if (key.isString()) {
            return key.asString();
        }
        return key.isNumber() ? key.toString() : "";
    }
}
