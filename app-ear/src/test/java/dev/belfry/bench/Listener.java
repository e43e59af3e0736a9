package dev.belfry.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One socket that hears changes of rows with a column {@code n}, and says which came. Looks at nothing else of them. */
final class Listener implements WebSocket.Listener, AutoCloseable {

    private static final String ROW = "\"record\":{\"n\":";
    private static final Pattern REPLY = Pattern.compile("\"status\":\"(ok|error)\"");

    private final StringBuilder text = new StringBuilder();
    private final LongConsumer heard;
    private final CountDownLatch joined;
    private final WebSocket socket;
    private volatile @Nullable String refused;

    /**
     * @param joins how many channels it will join
     * @param heard is given each row's number, on the client's thread
     */
    Listener(HttpClient client, String url, String key, int joins, LongConsumer heard) {
        this.heard = heard;
        this.joined = new CountDownLatch(joins);
        this.socket = client.newWebSocketBuilder()
                .buildAsync(
                        URI.create(url.replaceFirst("^http", "ws") + "/realtime/v1/websocket?vsn=2.0.0&apikey=" + key),
                        this)
                .join();
    }

    /** @param bindings entries of {@code postgres_changes}, with commas between them */
    void join(String topic, String bindings) {
        socket.sendText(
                        "[\"1\",\"1\",\"realtime:" + topic + "\",\"phx_join\",{\"config\":{\"postgres_changes\":["
                                + bindings + "]}}]",
                        true)
                .join();
    }

    void awaitJoined() throws InterruptedException {
        joined.await();
        if (refused != null) {
            throw new IllegalStateException(refused);
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            receive();
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    private void receive() {
        var at = text.indexOf(ROW);
        if (at >= 0) {
            heard.accept(number(at + ROW.length()));
        } else if (text.indexOf("phx_reply") >= 0) {
            var reply = REPLY.matcher(text);
            if (reply.find() && reply.group(1).equals("error")) {
                refused = text.toString();
            }
            joined.countDown();
        } else if (text.indexOf("\"status\":\"error\"") >= 0) {
            refused = text.toString();
        }
    }

    private long number(int at) {
        var number = 0L;
        for (var i = at; Character.isDigit(text.charAt(i)); i++) {
            number = 10 * number + text.charAt(i) - '0';
        }
        return number;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
