package dev.belfry.realtime.protocol;

import dev.belfry.domain.messages.Messages;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;

/**
 * That a broadcast is to be kept (protocol §5.2).
 *
 * @param life for how long; null if what was asked for is none
 */
public record Persist(@Nullable Duration life) {

    /** Without a time to live of its own. */
    public static final Persist FOR_LONG = new Persist(Messages.LONGEST);

    /** Null if it is not asked for. */
    static @Nullable Persist of(JsonNode persist) {
        if (persist.equals(BooleanNode.TRUE)) {
            return FOR_LONG;
        }
        if (!persist.isObject()) {
            return null;
        }
        var ttl = persist.path("ttl");
        return ttl.isMissingNode() ? FOR_LONG : ofSeconds(ttl.isContainer() ? "" : ttl.asString());
    }

    /** @param seconds as digits; anything else is no time to live */
    public static Persist ofSeconds(String seconds) {
        if (!seconds.matches("\\d{1,6}")) {
            return new Persist(null);
        }
        var life = Duration.ofSeconds(Integer.parseInt(seconds));
        return new Persist(life.isZero() || life.compareTo(Messages.LONGEST) > 0 ? null : life);
    }
}
