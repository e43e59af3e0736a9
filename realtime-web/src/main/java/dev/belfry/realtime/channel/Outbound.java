package dev.belfry.realtime.channel;

import dev.belfry.realtime.protocol.Fastlane;
import dev.belfry.realtime.protocol.ServerMessage;
import dev.belfry.realtime.resume.Receipt;
import java.util.function.Supplier;

/** The way to the client. Any thread may send; it never blocks, and messages arrive in the order of the calls. */
public interface Outbound {

    void send(ServerMessage message);

    /** As {@link #send}, with a message that many get. */
    void send(Fastlane message);

    /**
     * As {@link #send}, to a page that may come back.
     *
     * @param receipt made if this version can carry the message
     */
    void send(Fastlane message, Supplier<Receipt> receipt);

    /** Whether it would be no burden to send more now. */
    boolean hasRoom();

    /** Runs the action once there is room, on the thread that makes it; never once the socket has gone. */
    void whenRoom(Runnable action);

    /** Before everything that waits: for the answer to a heartbeat, which tells how well the connection is. */
    void sendFirst(ServerMessage message);

    /** Ends the socket, once the frame under way is written; what waits is dropped. */
    void end(Disconnect why);
}
