package dev.belfry.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A cheap client, since it shares the machine with the server: any number of WebSockets on one thread, which reads into one buffer and
 * keeps nothing of what it has looked at.
 */
final class Load implements AutoCloseable {

    private static final int BUFFER = 4 << 20;
    /** A heartbeat each 25 seconds for each socket, as the official client has it, spread over that time. */
    private static final int BEAT_MILLIS = 100;

    private static final int BEATS = 250;

    private final Selector selector;
    private final InetSocketAddress address;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final List<LoadSocket> sockets = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final Received message = new Received(buffer);
    private volatile @Nullable String failure;
    private volatile boolean isClosing;

    /** @param server {@code http://host:port} */
    Load(URI server) throws IOException {
        selector = Selector.open();
        address = new InetSocketAddress(server.getHost(), server.getPort());
        Thread.ofPlatform().daemon().name("load").start(this::run);
    }

    /** Opens a socket, and returns before that is done: its ear hears of it. */
    void open(String path, Ear ear) throws IOException {
        var channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        var request = "GET " + path + " HTTP/1.1\r\nHost: " + address.getHostString() + ":" + address.getPort()
                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        execute(() -> connect(channel, request, ear));
    }

    private void connect(SocketChannel channel, String request, Ear ear) {
        try {
            var key = channel.register(selector, SelectionKey.OP_CONNECT);
            var socket = new LoadSocket(channel, key, request, ear, this::failed);
            key.attach(socket);
            sockets.add(socket);
            if (channel.connect(address)) {
                socket.connected();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Does it on the thread on which the sockets hear. */
    void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    /** @throws IllegalStateException if a socket has ended that was not cut, or something that hears has failed */
    void check() {
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
    }

    private void failed(String why) {
        failure = why;
    }

    private void run() {
        var nextBeat = System.nanoTime();
        var beat = 0;
        try (selector) {
            while (!isClosing) {
                selector.select(this::ready, BEAT_MILLIS);
                for (var task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
                if (System.nanoTime() > nextBeat) {
                    nextBeat += BEAT_MILLIS * 1_000_000L;
                    beat(beat++ % BEATS);
                }
            }
            sockets.forEach(LoadSocket::cut);
        } catch (IOException | RuntimeException e) {
            failed(e.toString());
        }
    }

    private void ready(SelectionKey key) {
        var socket = (LoadSocket) key.attachment();
        try {
            if (key.isConnectable()) {
                socket.connected();
            } else {
                if (key.isWritable()) {
                    socket.flush();
                }
                if (key.isReadable()) {
                    socket.read(buffer, message);
                }
            }
        } catch (IOException | CancelledKeyException e) {
            socket.close(e.toString());
        }
    }

    private void beat(int turn) {
        if (turn == 0) {
            sockets.removeIf(LoadSocket::isClosed);
        }
        for (var i = turn; i < sockets.size(); i += BEATS) {
            sockets.get(i).beat();
        }
    }

    /** Cuts all sockets, and returns before that is done. */
    @Override
    public void close() {
        isClosing = true;
        selector.wakeup();
    }
}
