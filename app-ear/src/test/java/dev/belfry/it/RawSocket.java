package dev.belfry.it;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A WebSocket client that reads only when told to, sends any header, and sees every frame (RFC 6455 §5.2). */
final class RawSocket implements AutoCloseable {

    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final String answer;

    /** @param headers lines such as {@code Origin: https://example.com} */
    RawSocket(URI uri, String... headers) throws IOException {
        socket.setReceiveBufferSize(16 << 10);
        socket.setSoTimeout(15_000);
        socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
        var request = new StringBuilder("GET " + uri.getRawPath() + "?" + uri.getRawQuery() + " HTTP/1.1\r\n")
                .append("Host: " + uri.getHost() + ":" + uri.getPort() + "\r\n")
                .append("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n")
                .append("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        for (var header : headers) {
            request.append(header).append("\r\n");
        }
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        in = new DataInputStream(socket.getInputStream());
        answer = answer();
    }

    /** A page in a process of its own: says how it was answered, and stays until it is killed. */
    public static void main(String[] uri) throws IOException, InterruptedException {
        try (var page = new RawSocket(URI.create(uri[0]))) {
            System.out.println(page.answered().lines().findFirst().orElse("nothing"));
            Thread.currentThread().join();
        }
    }

    /** Status line, headers and body of what the server answered to the upgrade. */
    String answered() {
        return answer;
    }

    boolean isOpen() {
        return answer.startsWith("HTTP/1.1 101");
    }

    void send(String text) throws IOException {
        send(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    void ping() throws IOException {
        send(PING, new byte[] {1, 2, 3});
    }

    private void send(int opcode, byte[] payload) throws IOException {
        var header = new ArrayList<Byte>(List.of((byte) (0x80 | opcode)));
        if (payload.length < 126) {
            header.add((byte) (0x80 | payload.length));
        } else {
            header.add((byte) 0xff);
            for (var shift = 56; shift >= 0; shift -= 8) {
                header.add((byte) ((long) payload.length >>> shift));
            }
        }
        var frame = new byte[header.size() + 4 + payload.length]; // a mask of zeros changes nothing
        for (var i = 0; i < header.size(); i++) {
            frame[i] = header.get(i);
        }
        System.arraycopy(payload, 0, frame, header.size() + 4, payload.length);
        socket.getOutputStream().write(frame);
    }

    /** The next frame: its text, {@code closed 1013}, {@code pong 3}, or {@code gone} if the connection ends without a word. */
    String next() throws IOException {
        try {
            var opcode = in.readByte() & 0x0f;
            var length = in.readByte() & 0x7f;
            var size = length == 127 ? in.readLong() : length == 126 ? in.readUnsignedShort() : length;
            var payload = in.readNBytes((int) size);
            return switch (opcode) {
                case CLOSE -> "closed " + (((payload[0] & 0xff) << 8) | (payload[1] & 0xff));
                case PING + 1 -> "pong " + payload.length;
                default -> new String(payload, StandardCharsets.UTF_8);
            };
        } catch (EOFException | SocketException e) {
            return "gone";
        }
    }

    private String answer() throws IOException {
        var text = new StringBuilder();
        while (!text.toString().endsWith("\r\n\r\n")) {
            text.append((char) in.readUnsignedByte());
        }
        var length = text.toString().replaceFirst("(?is).*content-length: (\\d+).*", "$1");
        var body = length.matches("\\d+") ? in.readNBytes(Integer.parseInt(length)) : new byte[0];
        return text + new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
