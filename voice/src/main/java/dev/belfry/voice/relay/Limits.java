package dev.belfry.voice.relay;

import dev.belfry.domain.settings.Setting;
import java.time.Duration;
import java.util.function.ToIntFunction;

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

    /** @param count what each is set to */
    public static Limits of(ToIntFunction<Setting> count) {
        return new Limits(
                count.applyAsInt(Setting.LIMITS_VOICE_SESSIONS),
                count.applyAsInt(Setting.LIMITS_VOICE_SESSIONS_PER_USER),
                Duration.ofMinutes(count.applyAsInt(Setting.LIMITS_VOICE_MINUTES)),
                count.applyAsInt(Setting.LIMITS_VOICE_MINUTES_PER_DAY),
                Duration.ofSeconds(count.applyAsInt(Setting.LIMITS_VOICE_IDLE_SECONDS)),
                count.applyAsInt(Setting.LIMITS_VOICE_MESSAGE_BYTES),
                count.applyAsInt(Setting.LIMITS_VOICE_BYTES_PER_SECOND),
                count.applyAsInt(Setting.LIMITS_VOICE_MESSAGES_PER_SECOND),
                count.applyAsInt(Setting.LIMITS_VOICE_EARLY_BYTES),
                count.applyAsInt(Setting.LIMITS_VOICE_OUTBOX_BYTES),
                count.applyAsInt(Setting.LIMITS_VOICE_OUTBOX_TOTAL_BYTES),
                Duration.ofSeconds(count.applyAsInt(Setting.LIMITS_VOICE_WAIT_SECONDS)));
    }
}
