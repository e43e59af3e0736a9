package dev.belfry.it;

import dev.belfry.domain.change.Json;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Somebody with a token of their own, and one socket. */
final class User implements AutoCloseable {

    private final WireClient socket;
    private final String token;
    private final List<JsonNode> heard = new ArrayList<>();
    private int ref;

    private User(WireClient socket, String token) {
        this.socket = socket;
        this.token = token;
    }

    /** @param claims of the token besides its role and its end */
    static User open(RunningServer server, String role, Map<String, ?> claims) throws Exception {
        var all = new TreeMap<String, Object>(claims);
        all.put("role", role);
        all.put("exp", Instant.now().plusSeconds(3600).getEpochSecond());
        return open(server, server.signer().sign(all), "");
    }

    static User open(RunningServer server, String token, String parameters) throws Exception {
        var uri = URI.create(server.url().replaceFirst("^http", "ws") + "/realtime/v1/websocket?vsn=2.0.0&apikey="
                + server.signer().apiKey("anon") + parameters);
        return new User(WireClient.open(uri), token);
    }

    String token() {
        return token;
    }

    /**
     * Joins with those bindings, and returns once changes are heard.
     *
     * @param bindings such as {@code "table":"notes"}
     */
    User listens(String topic, String... bindings) throws Exception {
        var entries = new ArrayList<String>();
        for (var binding : bindings) {
            entries.add("{\"event\":\"*\",\"schema\":\"public\"," + binding + "}");
        }
        join(topic, "\"postgres_changes\":[" + String.join(",", entries) + "]");
        await("Subscribed to PostgreSQL");
        return this;
    }

    /** Joins and returns what the server answers. */
    JsonNode join(String topic, String config) throws Exception {
        ref++;
        socket.send("[\"" + ref + "\",\"" + ref + "\",\"realtime:" + topic + "\",\"phx_join\",{\"config\":{" + config
                + "},\"access_token\":\"" + token + "\"}]");
        return await("\"phx_reply\"");
    }

    void send(String frame) throws IOException {
        socket.send(frame);
    }

    String ref() {
        return String.valueOf(ref);
    }

    /** The next frame that has the text; those before it are remembered. */
    JsonNode await(String text) throws InterruptedException {
        while (true) {
            var frame = socket.next();
            var read = frame.startsWith("[") ? Json.MAPPER.readTree(frame) : Json.MAPPER.createArrayNode();
            if (frame.contains(text)) {
                return read;
            }
            heard.add(read);
        }
    }

    /** The next change, of which nothing may have come before. */
    JsonNode change() throws InterruptedException {
        return await("\"postgres_changes\",{\"ids\"").get(4);
    }

    /** All that ever came, as text. */
    List<String> everything() {
        return socket.everything();
    }

    /** Everything that came before what was awaited. */
    List<JsonNode> heard() {
        return heard;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
