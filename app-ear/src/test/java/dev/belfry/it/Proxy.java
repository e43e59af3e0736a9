package dev.belfry.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A network between a page and the server that can be cut. */
public final class Proxy implements AutoCloseable {

    private final ServerSocket door;
    private final URI server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    public Proxy(String url) throws IOException {
        server = URI.create(url);
        door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public String url() {
        return "http://localhost:" + door.getLocalPort();
    }

    /** Every connection is gone at once, with what was on the way. */
    void cut() throws IOException {
        for (var socket : open) {
            if (!socket.isClosed()) {
                socket.setSoLinger(true, 0);
                socket.close();
            }
        }
        open.removeIf(Socket::isClosed);
    }

    private void accept() {
        try {
            while (true) {
                var page = door.accept();
                var there = new Socket(server.getHost(), server.getPort());
                page.setTcpNoDelay(true);
                there.setTcpNoDelay(true);
                open.add(page);
                open.add(there);
                pump(page.getInputStream(), there.getOutputStream());
                pump(there.getInputStream(), page.getOutputStream());
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void pump(InputStream from, OutputStream to) {
        Thread.ofVirtual().start(() -> {
            try (from;
                    to) {
                from.transferTo(to);
            } catch (IOException e) {
                // cut
            }
        });
    }

    @Override
    public void close() throws IOException {
        door.close();
        cut();
    }
}
