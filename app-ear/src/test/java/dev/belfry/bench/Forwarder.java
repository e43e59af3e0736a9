package dev.belfry.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/** Hands bytes on, both ways, and knows nothing of them: the least that anything between two ends can add. */
final class Forwarder implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    private final int port;

    /** @param port on this machine, where the bytes go */
    Forwarder(int port) throws IOException {
        this.port = port;
        Thread.ofVirtual().start(this::accept);
    }

    /** The same URL, by way of this. */
    URI in(URI url) {
        return URI.create(url.toString().replace(":" + url.getPort(), ":" + server.getLocalPort()));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var near = server.accept();
                var far = new Socket(InetAddress.getLoopbackAddress(), port);
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> forward(near, far));
                Thread.ofVirtual().start(() -> forward(far, near));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private static void forward(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // one end has gone, and with it the other
        }
    }
}
