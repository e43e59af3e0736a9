package dev.belfry.domain.diagnosis;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Stands between a driver and PostgreSQL as PgBouncer does: makes up the process it names, and passes no replication. */
final class FakePooler implements AutoCloseable {

    private static final int SSL_REQUEST = 80877103;
    private static final int GSS_REQUEST = 80877104;

    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int behind;

    FakePooler(int behind) throws IOException {
        this.behind = behind;
        Thread.ofVirtual().start(this::serve);
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + door.getLocalPort() + "/postgres";
    }

    private void serve() {
        while (!door.isClosed()) {
            try {
                var client = door.accept();
                Thread.ofVirtual().start(() -> pool(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void pool(Socket client) {
        try (client;
                var server = new Socket(InetAddress.getLoopbackAddress(), behind)) {
            var in = new DataInputStream(client.getInputStream());
            var out = new DataOutputStream(client.getOutputStream());
            var startup = startup(in, out);
            if (new String(startup, StandardCharsets.UTF_8).contains("replication")) {
                refuse(out);
                return;
            }
            var toServer = new DataOutputStream(server.getOutputStream());
            toServer.writeInt(startup.length + 4);
            toServer.write(startup);
            Thread.ofVirtual().start(() -> {
                try {
                    in.transferTo(toServer);
                } catch (IOException e) {
                    // one end has gone, and so does the other
                }
            });
            answer(new DataInputStream(server.getInputStream()), out);
        } catch (IOException e) {
            // likewise
        }
    }

    private static byte[] startup(DataInputStream in, DataOutputStream out) throws IOException {
        while (true) {
            var content = new byte[in.readInt() - 4];
            in.readFully(content);
            var code = new DataInputStream(new java.io.ByteArrayInputStream(content)).readInt();
            if (code != SSL_REQUEST && code != GSS_REQUEST) {
                return content;
            }
            out.write('N');
        }
    }

    private static void refuse(DataOutputStream out) throws IOException {
        var fields = "SFATAL\0VFATAL\0C08P01\0Munsupported startup parameter: replication\0\0"
                .getBytes(StandardCharsets.UTF_8);
        out.write('E');
        out.writeInt(fields.length + 4);
        out.write(fields);
        out.flush();
    }

    private static void answer(DataInputStream server, DataOutputStream out) throws IOException {
        while (true) {
            var kind = server.read();
            if (kind < 0) {
                return;
            }
            var content = new byte[server.readInt() - 4];
            server.readFully(content);
            var message = new ByteArrayOutputStream();
            var writer = new DataOutputStream(message);
            writer.write(kind);
            writer.writeInt(content.length + 4);
            if (kind == 'K') {
                writer.writeInt(4711);
                writer.write(content, 4, content.length - 4);
            } else {
                writer.write(content);
            }
            out.write(message.toByteArray());
            out.flush();
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
