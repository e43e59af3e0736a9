package dev.belfry.realtime.limits;

import java.time.Duration;

/**
 * How much is too much. Rates allow for a burst of one second.
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

    /** What the settings are when nobody sets them; a quarter of the heap may wait in outboxes. */
    public static final Limits DEFAULT = new Limits(
            1_000_000,
            64 << 10,
            8 << 20,
            Runtime.getRuntime().maxMemory() / 4,
            100,
            100,
            500,
            10_000,
            5,
            50,
            Duration.ofSeconds(30),
            Duration.ofSeconds(10));
}
