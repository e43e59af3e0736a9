package dev.belfry.realtime.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A message for many, encoded once per version, when the first socket of that version needs it. */
public final class Fastlane {

    private final ServerMessage.ForMany message;
    private final long number;
    private final @Nullable Instant committedAt;
    private volatile @Nullable Encoded v1;
    private volatile @Nullable Encoded v2;

    /** Present once encoded; its frame is null if the version cannot carry the message. */
    private record Encoded(@Nullable Frame frame) {}

    public Fastlane(ServerMessage.ForMany message) {
        this(message, 0, null);
    }

    /** @param number among the remembered messages of its topic, from 1; 0 if it is not remembered */
    public Fastlane(ServerMessage.ForMany message, long number) {
        this(message, number, null);
    }

    private Fastlane(ServerMessage.ForMany message, long number, @Nullable Instant committedAt) {
        this.message = message;
        this.number = number;
        this.committedAt = committedAt;
    }

    /** @param committedAt of what is told as soon as it is known; null for what is told later, to whoever was away */
    public static Fastlane ofChange(ServerMessage.ForMany message, @Nullable Instant committedAt) {
        return new Fastlane(message, 0, committedAt);
    }

    /** When that happened of which the message tells, if it is news. */
    public @Nullable Instant committedAt() {
        return committedAt;
    }

    public long number() {
        return number;
    }

    public ServerMessage.ForMany message() {
        return message;
    }

    /** The frame of that version, or null if it cannot carry the message. Two threads may encode the same twice, no more. */
    public @Nullable Frame frame(Serializer version) {
        return switch (version) {
            case V1 serializer -> {
                var known = v1;
                if (known == null) {
                    v1 = known = new Encoded(serializer.encode(message));
                }
                yield known.frame;
            }
            case V2 serializer -> {
                var known = v2;
                if (known == null) {
                    v2 = known = new Encoded(serializer.encode(message));
                }
                yield known.frame;
            }
        };
    }
}
