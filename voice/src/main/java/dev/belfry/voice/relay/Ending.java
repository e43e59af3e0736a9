package dev.belfry.voice.relay;

import dev.belfry.voice.events.Events;

/** Why a conversation ends: what the page is told first, as an {@code error} event, and the code that its socket is closed with. */
public enum Ending {
    PROVIDER_DONE(1000, "server_error", "session_ended", "The voice provider has ended the session"),
    IDLE(1000, "session_error", "session_idle", "Nobody has said anything for too long; start a new session"),
    EXPIRED(1001, "session_error", "session_expired", "The session has reached its greatest length; start a new one"),
    STOPPING(1001, "server_error", "server_stopping", "The server stops; start a new session"),
    POLICY(1008, "invalid_request_error", "too_many_errors", "Too many events that are not allowed"),
    TOO_FAST(1008, "rate_limit_error", "rate_limit_exceeded", "Too much was sent, again and again"),
    QUOTA(1008, "rate_limit_error", "quota_exceeded", "Today's minutes are used up"),
    TOO_SLOW(1011, "server_error", "page_too_slow", "The page did not take what was sent to it"),
    PROVIDER_FAILED(1011, "server_error", "provider_failed", "The voice provider has failed"),
    NOT_CONFIGURED(1011, "server_error", "voice_not_configured", "Voice is not configured rightly on this server"),
    PROVIDER_LOST(1012, "server_error", "provider_lost", "The voice provider was lost; start a new session"),
    PROVIDER_SLOW(1013, "server_error", "buffer_overflow", "The voice provider does not take what is said"),
    UNAVAILABLE(1013, "server_error", "provider_unavailable", "The voice provider cannot be reached; try again later"),
    /** The page has gone by itself, and hears nothing more. */
    GONE(1000, "server_error", "gone", "The page has gone");

    private final int code;
    private final String type;
    private final String name;
    private final String message;

    Ending(int code, String type, String name, String message) {
        this.code = code;
        this.type = type;
        this.name = name;
        this.message = message;
    }

    /** Of the socket (RFC 6455 §7.4). */
    public int code() {
        return code;
    }

    /** Of the socket's close frame, and of the error event. */
    public String reason() {
        return name;
    }

    String event() {
        return Events.error(type, name, message, null);
    }

    /** How a page hears of it that the provider has closed a session that had begun (voice reference §2.4). */
    static Ending ofClosed(int code) {
        return switch (code) {
            case 1000 -> PROVIDER_DONE;
            case 1001 -> EXPIRED;
            default -> isPassing(code) ? PROVIDER_LOST : PROVIDER_FAILED;
        };
    }

    /** As {@link #ofClosed}, of one that had not. */
    static Ending ofRefused(int code) {
        return isPassing(code) ? UNAVAILABLE : NOT_CONFIGURED;
    }

    /** Whether another try may succeed. */
    static boolean isPassing(int code) {
        return switch (code) {
            case 1001, 1005, 1006, 1011, 1012, 1013 -> true;
            default -> false;
        };
    }
}
