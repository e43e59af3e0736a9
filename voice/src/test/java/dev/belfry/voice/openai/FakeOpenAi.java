package dev.belfry.voice.openai;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.change.Json;
import dev.belfry.domain.voice.VoiceProvider;
import dev.belfry.voice.events.Events;
import dev.belfry.voice.scripted.ScriptedProvider;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenAI as it is today, as far as tests need it: a real HTTP and WebSocket server (RFC 6455) in front of scripted sessions. It refuses
 * what OpenAI refuses, the beta form above all, and keeps what it was sent.
 */
public final class FakeOpenAi implements AutoCloseable {

    public static final String KEY = "sk-test-0123456789";

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private final ServerSocket server;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final List<Map<String, String>> requests = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final Queue<Behaviour> behaviours = new ConcurrentLinkedQueue<>();
    private volatile VoiceProvider provider = new ScriptedProvider();
    private volatile boolean keeps = true;

    /** What it does with the next connection instead of what it usually does. */
    public sealed interface Behaviour {

        /** Answers the request with a status. */
        record Status(int status) implements Behaviour {}

        /** Upgrades, says an error and closes: how a bad key is answered. */
        record ErrorThenClose(String errorCode, int closeCode) implements Behaviour {}

        /** Upgrades and closes before anything is said. */
        record Close(int code) implements Behaviour {}

        /** Upgrades and says nothing, ever. */
        record Mute() implements Behaviour {}

        /** Upgrades, says nothing, and does not answer when it is asked to close. */
        record Stubborn() implements Behaviour {}

        /** Upgrades as soon as that is complete. */
        record Wait(CompletableFuture<Void> until) implements Behaviour {}
    }

    public FakeOpenAi() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** One in a process of its own: says its URL, and serves until it is killed. */
    public static void main(String[] none) throws IOException, InterruptedException {
        try (var alone = new FakeOpenAi()) {
            System.out.println(alone.url());
            Thread.currentThread().join();
        }
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v1");
    }

    /** What the next connections are met with, one after the other. */
    public void next(Behaviour behaviour) {
        behaviours.add(behaviour);
    }

    /** Whoever answers instead of the script. */
    public void answerBy(VoiceProvider other) {
        provider = other;
    }

    /** Keeps no more of what it is sent: for a benchmark, whose frames are many. */
    public void forget() {
        keeps = false;
    }

    /** Every text frame that it was sent, as it came. */
    public List<String> events() {
        return events;
    }

    /** The headers of every request, in small letters; {@code :request} is the first line. */
    public List<Map<String, String>> requests() {
        return requests;
    }

    public List<String> bodies() {
        return bodies;
    }

    public int connections() {
        return open.size();
    }

    /** Sends that to every connection, as it is. */
    public void say(String event) {
        open.forEach(connection -> connection.write(TEXT, event.getBytes(StandardCharsets.UTF_8)));
    }

    /** Ends every connection without a word. */
    public void kill() {
        open.forEach(Connection::abort);
    }

    @Override
    public void close() throws IOException {
        server.close();
        kill();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var connection = new Connection(server.accept());
                Thread.ofVirtual().start(connection::serve);
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    /** One client. */
    private final class Connection implements VoiceProvider.Listener {

        private final Socket socket;
        private final DataInputStream in;

        Connection(Socket socket) throws IOException {
            this.socket = socket;
            in = new DataInputStream(socket.getInputStream());
            socket.setTcpNoDelay(true);
        }

        void serve() {
            try {
                var request = request();
                requests.add(request);
                if (request.getOrDefault(":request", "").startsWith("POST ")) {
                    secret(request);
                } else {
                    upgrade(request);
                }
            } catch (IOException | UncheckedIOException e) {
                // the client has gone
            } finally {
                open.remove(this);
                abort();
            }
        }

        private Map<String, String> request() throws IOException {
            var headers = new TreeMap<String, String>();
            headers.put(":request", line());
            for (var line = line(); !line.isEmpty(); line = line()) {
                var colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            return headers;
        }

        private String line() throws IOException {
            var line = new StringBuilder();
            for (var c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
                if (c != '\r') {
                    line.append((char) c);
                }
            }
            return line.toString();
        }

        private void secret(Map<String, String> request) throws IOException {
            var body = new String(
                    in.readNBytes(Integer.parseInt(request.getOrDefault("content-length", "0"))),
                    StandardCharsets.UTF_8);
            bodies.add(body);
            if (behaviours.poll() instanceof Behaviour.Status(var status)) {
                answer(status, "{\"error\":{\"message\":\"Incorrect API key provided: " + KEY + "\"}}");
                return;
            }
            var asked = Json.MAPPER.readTree(body);
            if (!isKnown(request)
                    || request.containsKey("openai-beta")
                    || !request.getOrDefault(":request", "").startsWith("POST /v1/realtime/client_secrets ")
                    || !asked.at("/session/type").asString("").equals("realtime")) {
                answer(400, "{\"error\":{\"message\":\"as the beta form\"}}");
                return;
            }
            var session = ((ObjectNode) asked.path("session").deepCopy())
                    .put("id", "sess_1")
                    .put("object", "realtime.session");
            var minted = Events.object()
                    .put("value", "ek_" + bodies.size())
                    .put(
                            "expires_at",
                            Instant.now().getEpochSecond()
                                    + asked.at("/expires_after/seconds").asInt());
            minted.set("session", session);
            answer(200, minted.toString());
        }

        private void answer(int status, String body) throws IOException {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            socket.getOutputStream()
                    .write(("HTTP/1.1 " + status + " As ordered\r\nContent-Type: application/json\r\nContent-Length: "
                                    + bytes.length + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }

        private void upgrade(Map<String, String> request) throws IOException {
            var behaviour = behaviours.poll();
            switch (behaviour) {
                case Behaviour.Status(var status) -> {
                    answer(status, "{}");
                    return;
                }
                case Behaviour.Wait(var until) -> until.join();
                case null, default -> {}
            }
            socket.getOutputStream()
                    .write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                    + "Sec-WebSocket-Accept: " + accepted(request.getOrDefault("sec-websocket-key", ""))
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            open.add(this);
            switch (behaviour) {
                case Behaviour.ErrorThenClose(var error, var code) -> refuse(error, code);
                case Behaviour.Close(var code) -> closed(code, "As ordered");
                case Behaviour.Mute() -> read(frame -> CompletableFuture.completedFuture(null));
                case Behaviour.Stubborn() -> in.transferTo(OutputStream.nullOutputStream());
                case null, default -> converse(request);
            }
        }

        private void converse(Map<String, String> request) throws IOException {
            if (request.containsKey("openai-beta")
                    || request.getOrDefault("sec-websocket-protocol", "").contains("beta")) {
                refuse("beta_api_shape_disabled", 4000);
            } else if (!isKnown(request)) {
                refuse("invalid_api_key", 3000);
            } else if (!request.getOrDefault(":request", "").startsWith("GET /v1/realtime?model=")) {
                refuse("missing_model", 4000);
            } else {
                var leg = provider.open(new Claims("{}", "authenticated", "fake", Instant.MAX), this);
                try {
                    read(frame -> {
                        if (keeps) {
                            events.add(frame);
                        }
                        return leg.send(frame);
                    });
                } finally {
                    leg.close();
                }
            }
        }

        private void refuse(String code, int closeCode) throws IOException {
            write(
                    TEXT,
                    Events.error("invalid_request_error", code, "Refused: " + KEY, null)
                            .getBytes(StandardCharsets.UTF_8));
            closed(closeCode, "invalid_request_error." + code);
            in.transferTo(OutputStream.nullOutputStream());
        }

        private boolean isKnown(Map<String, String> request) {
            return ("Bearer " + KEY).equals(request.get("authorization"))
                    && request.getOrDefault("openai-safety-identifier", "").matches("[0-9a-f]{64}");
        }

        private interface Taking {
            CompletionStage<Void> take(String frame);
        }

        /** Reads no further before what was read is taken. */
        private void read(Taking taking) throws IOException {
            while (true) {
                var opcode = in.readUnsignedByte() & 0x0f;
                var short7 = in.readUnsignedByte() & 0x7f;
                var length = short7 == 127 ? (int) in.readLong() : short7 == 126 ? in.readUnsignedShort() : short7;
                var mask = in.readNBytes(4);
                var payload = in.readNBytes(length);
                for (var i = 0; i < length; i++) {
                    payload[i] ^= mask[i % 4];
                }
                switch (opcode) {
                    case TEXT ->
                        taking.take(new String(payload, StandardCharsets.UTF_8))
                                .toCompletableFuture()
                                .join();
                    case PING -> write(PONG, payload);
                    case CLOSE -> {
                        write(CLOSE, payload);
                        return;
                    }
                    default -> {}
                }
            }
        }

        @Override
        public void opened() {
            // the upgrade has said so
        }

        @Override
        public CompletionStage<Void> event(String frame) {
            write(TEXT, frame.getBytes(StandardCharsets.UTF_8));
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void closed(int code, String reason) {
            if (code == 1006) {
                abort();
                return;
            }
            var text = reason.getBytes(StandardCharsets.UTF_8);
            write(
                    CLOSE,
                    ByteBuffer.allocate(2 + text.length)
                            .putShort((short) code)
                            .put(text)
                            .array());
        }

        private synchronized void write(int opcode, byte[] payload) {
            try {
                var frame = ByteBuffer.allocate(payload.length + 10).put((byte) (0x80 | opcode));
                if (payload.length < 126) {
                    frame.put((byte) payload.length);
                } else if (payload.length < 1 << 16) {
                    frame.put((byte) 126).putShort((short) payload.length);
                } else {
                    frame.put((byte) 127).putLong(payload.length);
                }
                frame.put(payload);
                socket.getOutputStream().write(frame.array(), 0, frame.position());
            } catch (IOException e) {
                abort();
            }
        }

        private void abort() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static String accepted(String key) {
        try {
            var digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
