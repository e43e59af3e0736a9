package dev.belfry.realtime.channel;

import dev.belfry.realtime.protocol.Fastlane;
import dev.belfry.realtime.protocol.ServerMessage;

/** The way to the client. Any thread may send; it never blocks, and messages arrive in the order of the calls. */
public interface Outbound {

    void send(ServerMessage message);

    /** As {@link #send}, with a message that many get. */
    void send(Fastlane message);

    /** Before everything that waits: for the answer to a heartbeat, which tells how well the connection is. */
    void sendFirst(ServerMessage message);

    /** Ends the socket, once the frame under way is written; what waits is dropped. */
    void end(Disconnect why);
}
