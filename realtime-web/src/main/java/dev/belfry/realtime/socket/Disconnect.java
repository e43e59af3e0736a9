package dev.belfry.realtime.socket;

import jakarta.websocket.CloseReason;

/** Why the server ends a socket. After each of them the client comes back by itself. */
enum Disconnect {
    SLOW(1013, "Too slow: the outbox of this socket is full"),
    RESTART(1012, "The server is stopping");

    private final int code;
    private final String text;

    Disconnect(int code, String text) {
        this.code = code;
        this.text = text;
    }

    CloseReason reason() {
        return new CloseReason(CloseReason.CloseCodes.getCloseCode(code), text);
    }
}
