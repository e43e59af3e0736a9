package dev.belfry.realtime.channel;

/** Why the server ends a socket. After each of them the client comes back by itself. */
public enum Disconnect {
    IDLE(1001, "Nothing was heard for a minute: a client sends a heartbeat"),
    LOST(1006, "The connection was lost"),
    FLOOD(1008, "Too many messages: the limit was passed again and again"),
    TOO_LARGE(1009, "A message was far larger than may be"),
    RESTART(1012, "The server is stopping"),
    SLOW(1013, "Too slow: what waited for this socket was too much or too old");

    private final int code;
    private final String reason;

    Disconnect(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    /** RFC 6455 §7.4. */
    public int code() {
        return code;
    }

    public String reason() {
        return reason;
    }
}
