package dev.belfry.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One socket that joins topics. Hands on what comes, but for the answers to its joins. */
final class Page implements Ear {

    private static final byte[] REPLY = "phx_reply".getBytes(US_ASCII);
    private static final byte[] OK = "\"status\":\"ok\"".getBytes(US_ASCII);

    private final Wire wire;
    private final String path;
    private final List<String> joins;
    private final Consumer<Received> heard;
    private volatile @Nullable LoadSocket socket;
    private Runnable joined = () -> {};
    private int answered;

    /**
     * @param path of the upgrade
     * @param joins the messages that it joins with, each of which is answered
     * @param heard is given what else comes, on the client's thread
     */
    Page(Wire wire, String path, List<String> joins, Consumer<Received> heard) {
        this.wire = wire;
        this.path = path;
        this.joins = joins;
        this.heard = heard;
    }

    /**
     * Opens a socket, also again after it was cut.
     *
     * @param whenJoined is called once all joins are answered, on the client's thread
     */
    void open(Load load, Runnable whenJoined) throws IOException {
        joined = whenJoined;
        load.open(path, this);
    }

    @Override
    public void opened(LoadSocket opened) {
        socket = opened;
        answered = 0;
        joins.forEach(opened::send);
        if (joins.isEmpty()) {
            joined.run();
        }
    }

    @Override
    public void heard(LoadSocket from, Received message) {
        if (answered == joins.size() || !message.contains(REPLY)) {
            heard.accept(message);
        } else if (!message.contains(OK)) {
            from.close("a join was refused: " + message);
        } else if (++answered == joins.size()) {
            joined.run();
        }
    }

    @Override
    public void beat(LoadSocket to) {
        to.send(wire.heartbeat());
    }

    void send(String text) {
        if (socket != null) {
            socket.send(text);
        }
    }

    void send(byte[] text) {
        if (socket != null) {
            socket.send(text);
        }
    }

    /** Ends the connection without a word. */
    void cut() {
        if (socket != null) {
            socket.cut();
        }
    }
}
