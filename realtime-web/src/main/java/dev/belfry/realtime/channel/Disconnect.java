package dev.belfry.realtime.channel;

/** Why the server ends a socket. After each of them the client comes back by itself. */
public enum Disconnect {
    NOT_ADMITTED(1008, "The upgrade was not admitted"),
    FLOOD(1008, "Too many messages: the limit was passed again and again"),
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
