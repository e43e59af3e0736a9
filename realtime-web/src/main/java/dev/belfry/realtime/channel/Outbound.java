package dev.belfry.realtime.channel;

import dev.belfry.realtime.protocol.ServerMessage;

/** The way to the client. Any thread may send; it never blocks, and messages arrive in the order of the calls. */
public interface Outbound {

    void send(ServerMessage message);
}
