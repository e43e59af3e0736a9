package dev.belfry.bench;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.voice.VoiceProvider;
import dev.belfry.it.Proxy;
import dev.belfry.it.RunningServer;
import dev.belfry.voice.openai.FakeOpenAi;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Audio through the relay: sessions that speak and are answered in real time, and how much later a frame is back than on the direct path
 * and than behind a forwarder that understands nothing, all in the same run. Server, provider and pages share the machine, and the
 * first seconds after the sessions have opened do not count.
 */
final class Voice {

    private static final int SESSIONS = 200;
    private static final int FRAMES_PER_SECOND = 10;
    private static final int SETTLING = 3;
    private static final int FRAME_CHARACTERS = 6_400;
    private static final int STAMP = 16;
    private static final String FILL = "A".repeat(FRAME_CHARACTERS - STAMP);
    private static final String DELTA = "\"delta\":\"";
    private static final String AUDIO = "\"audio\":\"";

    private final FakeOpenAi openAi;
    private final RunningServer server;
    private final int seconds;
    private final HttpClient client = HttpClient.newHttpClient();

    private Voice(FakeOpenAi openAi, RunningServer server, int seconds) {
        this.openAi = openAi;
        this.server = server;
        this.seconds = seconds;
    }

    static void run(Options options) throws Exception {
        try (var openAi = new FakeOpenAi()) {
            openAi.answerBy(new Echo());
            openAi.forget();
            var settings = Map.of(
                    "BELFRY_OPENAI_API_KEY",
                    FakeOpenAi.KEY,
                    "BELFRY_OPENAI_URL",
                    openAi.url().toString());
            try (var stage = Stage.open(options, SESSIONS, settings)) {
                var voice = new Voice(openAi, stage.server(), options.seconds(20));
                new Rounds(options)
                        .warmAndRun(
                                SESSIONS + " voice sessions, " + SESSIONS * FRAMES_PER_SECOND + " frames of "
                                        + FRAME_CHARACTERS + " characters a second each way",
                                stage,
                                voice::measure);
            }
        }
    }

    private List<Figure> measure() throws Exception {
        var direct = measure("direct", direct(openAi.url())).latencies();
        List<Figure> forwarded;
        try (var forwarder = new Proxy(openAi.url().toString())) {
            var there = URI.create(forwarder.url() + openAi.url().getPath());
            forwarded = measure("through a forwarder of bytes", direct(there)).latencies();
        }
        var relayed = measure("relayed", relayed());
        var figures = new ArrayList<>(relayed.work());
        figures.addAll(direct);
        figures.addAll(forwarded);
        figures.addAll(relayed.latencies());
        figures.addAll(added("a forwarder of bytes", forwarded, direct));
        figures.addAll(added("the relay", relayed.latencies(), direct));
        return figures;
    }

    private static List<Figure> added(String by, List<Figure> through, List<Figure> direct) {
        return List.of(
                new Figure(
                        "p50 ms that " + by + " adds",
                        through.getFirst().value() - direct.getFirst().value()),
                new Figure(
                        "p99 ms that " + by + " adds",
                        through.getLast().value() - direct.getLast().value()));
    }

    private interface Opening {
        WebSocket open(Ear ear);
    }

    private Opening direct(URI provider) {
        var url = URI.create(provider.toString().replace("http", "ws") + "/realtime?model=m");
        return ear -> client.newWebSocketBuilder()
                .header("Authorization", "Bearer " + FakeOpenAi.KEY)
                .header("OpenAI-Safety-Identifier", "0".repeat(64))
                .buildAsync(url, ear)
                .join();
    }

    private Opening relayed() {
        var url = URI.create(server.url().replace("http", "ws") + "/functions/v1/realtime-chat?api=ga");
        return ear -> client.newWebSocketBuilder()
                .header("Authorization", "Bearer " + token())
                .buildAsync(url, ear)
                .join();
    }

    /** Of a user of its own: each has so many sessions, and minutes. */
    private String token() {
        return server.signer()
                .sign(Map.of(
                        "role",
                        "authenticated",
                        "sub",
                        UUID.randomUUID().toString(),
                        "exp",
                        Instant.now().getEpochSecond() + 3600));
    }

    /**
     * What one path was like, once its sessions had spoken for a moment.
     *
     * @param latencies from sending a frame to having it back
     */
    private record Path(List<Figure> latencies, List<Figure> work) {}

    private Path measure(String path, Opening opening) throws InterruptedException {
        var ears = new ArrayList<Ear>();
        var sockets = new ArrayList<WebSocket>();
        for (var i = 0; i < SESSIONS; i++) {
            var ear = new Ear((SETTLING + seconds) * FRAMES_PER_SECOND);
            ears.add(ear);
            sockets.add(opening.open(ear));
        }
        for (var ear : ears) {
            ear.begun.join();
        }
        speak(sockets, SETTLING * FRAMES_PER_SECOND);
        var meter = new Meter(server);
        speak(sockets, seconds * FRAMES_PER_SECOND);
        var work = meter.figures((long) SESSIONS * FRAMES_PER_SECOND * seconds, "frame", "frames");
        for (var i = 0; i < 500 && ears.stream().anyMatch(ear -> ear.missing() > 0); i++) {
            Thread.sleep(20);
        }
        sockets.forEach(WebSocket::abort);
        var lost = ears.stream().mapToInt(Ear::missing).sum();
        if (lost > 0) {
            throw new IllegalStateException(lost + " frames did not come back");
        }
        var latencies = new Latencies();
        ears.forEach(ear ->
                Arrays.stream(ear.nanos).skip(SETTLING * FRAMES_PER_SECOND).forEach(latencies::add));
        return new Path(latencies.figures("there and back, " + path), work);
    }

    /** Every session sends a frame each tenth of a second, one after the other within it. */
    private static void speak(List<WebSocket> sockets, int frames) {
        var start = System.nanoTime();
        var step = Duration.ofSeconds(1).toNanos() / FRAMES_PER_SECOND / sockets.size();
        var sent = new ArrayList<CompletableFuture<WebSocket>>();
        for (var i = 0; i < frames * sockets.size(); i++) {
            var due = start + i * step;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            var frame = "{\"type\":\"input_audio_buffer.append\"," + AUDIO + stamp(System.nanoTime()) + FILL + "\"}";
            sent.add(sockets.get(i % sockets.size()).sendText(frame, true));
        }
        sent.forEach(CompletableFuture::join);
    }

    private static String stamp(long nanos) {
        return String.format("%016x", nanos);
    }

    /** Hears one session. */
    private static final class Ear implements WebSocket.Listener {

        private final CompletableFuture<Void> begun = new CompletableFuture<>();
        private final AtomicInteger heard = new AtomicInteger();
        private final long[] nanos;
        private final StringBuilder text = new StringBuilder();

        Ear(int frames) {
            nanos = new long[frames];
        }

        int missing() {
            return nanos.length - heard.get();
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean isLast) {
            text.append(part);
            if (isLast) {
                hear(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        private void hear(String event) {
            var delta = event.indexOf(DELTA);
            if (delta >= 0) {
                var from = delta + DELTA.length();
                var sentAt = Long.parseLong(event.substring(from, from + STAMP), 16);
                nanos[heard.getAndIncrement()] = System.nanoTime() - sentAt;
            } else if (event.contains("session.created")) {
                begun.complete(null);
            }
        }

        @Override
        public void onError(WebSocket socket, Throwable cause) {
            begun.completeExceptionally(cause);
        }
    }

    /** Answers every frame of sound with the same sound. */
    private static final class Echo implements VoiceProvider {

        private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

        @Override
        public String name() {
            return "echo";
        }

        @Override
        public List<String> problems() {
            return List.of();
        }

        @Override
        public Leg open(Claims caller, Listener listener) {
            listener.event("{\"type\":\"session.created\",\"event_id\":\"e\",\"session\":{\"id\":\"s\"}}");
            return new Leg() {
                @Override
                public CompletionStage<Void> send(String frame) {
                    var audio = frame.indexOf(AUDIO);
                    return audio < 0
                            ? DONE
                            : listener.event(
                                    "{\"type\":\"response.output_audio.delta\",\"event_id\":\"e\",\"item_id\":\"i\","
                                            + DELTA + frame.substring(audio + AUDIO.length()));
                }

                @Override
                public void close() {
                    listener.closed(1000, "");
                }
            };
        }
    }
}
