package dev.belfry.realtime.limits;

import dev.belfry.domain.settings.Setting;
import java.time.Duration;
import java.util.function.ToIntFunction;

/**
 * How much is too much (docs/settings.md). Rates allow for a burst of one second.
 *
 * @param messageBytes of one message in; a larger one is refused, and one of five times that closes the socket
 * @param outboxFloor bytes that may wait for any socket, however many others are slow
 * @param outboxCeiling bytes that may wait for one socket
 * @param outboxTotal bytes that may wait for all sockets together before those over the floor are cut off
 * @param channels of one socket
 * @param joins of one socket, per second
 * @param messages of one socket, per second
 * @param sockets of the server
 * @param addressRate sockets opened by one address, per second, after the burst
 * @param addressBurst sockets that one address may open at once
 * @param patience how long a reader may take for one frame
 * @param presenceGrace how long a lost page keeps its place
 */
public record Limits(
        int messageBytes,
        int outboxFloor,
        int outboxCeiling,
        long outboxTotal,
        int channels,
        int joins,
        int messages,
        int sockets,
        int addressRate,
        int addressBurst,
        Duration patience,
        Duration presenceGrace) {

    /** What they are when nobody sets them. */
    public static final Limits DEFAULT = of(Setting::absentCount);

    /** @param count what each is set to */
    public static Limits of(ToIntFunction<Setting> count) {
        return new Limits(
                count.applyAsInt(Setting.LIMITS_MESSAGE_BYTES),
                count.applyAsInt(Setting.LIMITS_OUTBOX_FLOOR_BYTES),
                count.applyAsInt(Setting.LIMITS_OUTBOX_BYTES),
                count.applyAsInt(Setting.LIMITS_OUTBOX_TOTAL_BYTES),
                count.applyAsInt(Setting.LIMITS_CHANNELS),
                count.applyAsInt(Setting.LIMITS_JOINS_PER_SECOND),
                count.applyAsInt(Setting.LIMITS_MESSAGES_PER_SECOND),
                count.applyAsInt(Setting.LIMITS_SOCKETS),
                count.applyAsInt(Setting.LIMITS_ADDRESS_SOCKETS_PER_SECOND),
                count.applyAsInt(Setting.LIMITS_ADDRESS_SOCKETS_BURST),
                Duration.ofSeconds(count.applyAsInt(Setting.LIMITS_WRITE_SECONDS)),
                Duration.ofSeconds(count.applyAsInt(Setting.LIMITS_PRESENCE_GRACE_SECONDS)));
    }
}
