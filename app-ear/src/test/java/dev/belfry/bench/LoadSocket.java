package dev.belfry.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** One WebSocket of a {@link Load}, which reads for it; anybody may write. */
final class LoadSocket {

    private static final int END_OF_HEAD = 0x0d0a0d0a;
    private static final byte[] NOTHING = {};

    private final SocketChannel channel;
    private final SelectionKey key;
    private final Ear ear;
    private final byte[] request;
    private final Consumer<String> lost;
    private final Deque<ByteBuffer> unwritten = new ArrayDeque<>();
    private byte[] rest = NOTHING;
    private boolean isUpgraded;
    private volatile boolean isClosed;

    /** @param lost is told why it ended, unless it was cut */
    LoadSocket(SocketChannel channel, SelectionKey key, String request, Ear ear, Consumer<String> lost) {
        this.channel = channel;
        this.key = key;
        this.request = request.getBytes(StandardCharsets.UTF_8);
        this.ear = ear;
        this.lost = lost;
    }

    void send(byte[] text) {
        write(Frames.frame(Frames.TEXT, text));
    }

    void send(String text) {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    void beat() {
        if (isUpgraded && !isClosed) {
            ear.beat(this);
        }
    }

    /** Cuts the connection without a word. */
    void cut() {
        if (!isClosed) {
            end();
        }
    }

    void connected() throws IOException {
        channel.finishConnect();
        key.interestOps(SelectionKey.OP_READ);
        write(request);
    }

    private synchronized void write(byte[] bytes) {
        unwritten.add(ByteBuffer.wrap(bytes));
        if (unwritten.size() == 1) {
            try {
                flush();
            } catch (IOException | CancelledKeyException e) {
                close(e.toString());
            }
        }
    }

    synchronized void flush() throws IOException {
        for (var next = unwritten.peek(); next != null; next = unwritten.peek()) {
            channel.write(next);
            if (next.hasRemaining()) {
                key.interestOpsOr(SelectionKey.OP_WRITE);
                key.selector().wakeup();
                return;
            }
            unwritten.remove();
        }
        if ((key.interestOps() & SelectionKey.OP_WRITE) != 0) {
            key.interestOpsAnd(~SelectionKey.OP_WRITE);
        }
    }

    /** Takes what has come and hands on each whole message of it. */
    void read(ByteBuffer buffer, Received message) throws IOException {
        buffer.clear().put(rest);
        if (channel.read(buffer) < 0) {
            close("the server ended the connection");
            return;
        }
        var position = isUpgraded ? 0 : upgrade(buffer);
        for (var next = position; isUpgraded && !isClosed && next >= 0; next = frame(buffer, position, message)) {
            position = next;
        }
        rest = position == buffer.position() ? NOTHING : bytes(buffer, position, buffer.position() - position);
    }

    /** Returns where the frames begin. */
    private int upgrade(ByteBuffer buffer) {
        for (var i = 0; i + 4 <= buffer.position(); i++) {
            if (buffer.getInt(i) == END_OF_HEAD) {
                upgraded(new String(bytes(buffer, 0, i), StandardCharsets.US_ASCII));
                return i + 4;
            }
        }
        return 0;
    }

    private void upgraded(String head) {
        if (head.startsWith("HTTP/1.1 101")) {
            isUpgraded = true;
            ear.opened(this);
        } else {
            close("the server refused the upgrade: " + head.lines().findFirst().orElse("nothing"));
        }
    }

    /** Returns where the next frame begins; -1 if this one has not come whole. */
    private int frame(ByteBuffer buffer, int at, Received message) throws IOException {
        var there = buffer.position() - at;
        if (there < 2) {
            return -1;
        }
        var size = buffer.get(at + 1) & 0x7f;
        var header = size < 126 ? 2 : size == 126 ? 4 : 10;
        if (there < header) {
            return -1;
        }
        var length = size < 126 ? size : size == 126 ? buffer.getShort(at + 2) & 0xffff : buffer.getLong(at + 2);
        if (header + length > buffer.capacity()) {
            throw new IOException("a frame of " + length + " bytes is more than this client takes");
        }
        if (there < header + length) {
            return -1;
        }
        receive(buffer, buffer.get(at) & 0x0f, at + header, (int) length, message);
        return at + header + (int) length;
    }

    private void receive(ByteBuffer buffer, int opcode, int at, int length, Received message) {
        switch (opcode) {
            case Frames.CLOSE -> close("the server closed the socket with " + (buffer.getShort(at) & 0xffff));
            case Frames.PING -> write(Frames.frame(Frames.PONG, bytes(buffer, at, length)));
            case Frames.PONG -> {}
            default -> ear.heard(this, message.at(at, length));
        }
    }

    private static byte[] bytes(ByteBuffer buffer, int at, int length) {
        var bytes = new byte[length];
        buffer.get(at, bytes);
        return bytes;
    }

    void close(String why) {
        if (!isClosed) {
            end();
            lost.accept("a socket ended: " + why);
        }
    }

    private void end() {
        isClosed = true;
        try {
            channel.close();
        } catch (IOException e) {
            // it is gone, which is what was wanted
        }
        key.selector().wakeup();
    }

    boolean isClosed() {
        return isClosed;
    }
}
