package dev.belfry.voice.relay;

import java.time.Duration;

/**
 * How much voice is too much (docs/settings.md).
 *
 * @param sessions of the server at once
 * @param sessionsPerUser at once
 * @param sessionTime of one session
 * @param minutesPerDay of one user; they come back evenly over the day
 * @param idle how long nobody may say anything
 * @param messageBytes of one event in
 * @param bytesPerSecond in, of one session; a second's worth may come at once
 * @param messagesPerSecond in, likewise
 * @param earlyBytes that may wait for the provider
 * @param outboxBytes that may wait for a page before the provider is slowed down
 * @param outboxTotal bytes that may wait for all pages together before the providers of the slow ones are
 * @param patience how long a page may take for one event, and the provider until its first
 */
public record Limits(
        int sessions,
        int sessionsPerUser,
        Duration sessionTime,
        int minutesPerDay,
        Duration idle,
        int messageBytes,
        int bytesPerSecond,
        int messagesPerSecond,
        int earlyBytes,
        int outboxBytes,
        long outboxTotal,
        Duration patience) {

    /** What they are when nobody sets them. */
    public static final Limits DEFAULT = new Limits(
            500,
            2,
            Duration.ofMinutes(30),
            240,
            Duration.ofMinutes(5),
            256 << 10,
            1 << 20,
            200,
            1 << 20,
            4 << 20,
            Runtime.getRuntime().maxMemory() / 4,
            Duration.ofSeconds(10));
}
