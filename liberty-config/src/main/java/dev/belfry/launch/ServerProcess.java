package dev.belfry.launch;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One Liberty server in the foreground of this process: it ends when told to. */
public final class ServerProcess {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final URI url;
    private final Path output;

    private ServerProcess(Process process, URI url, Path output) {
        this.process = process;
        this.url = url;
        this.output = output;
    }

    /**
     * Starts the server and returns at once.
     *
     * @param liberty the {@code wlp} directory that holds the server {@code belfry}
     * @param output where it writes logs, work area and key store
     * @param settings variables of its environment, by their names in docs/settings.md
     * @param console where its standard output and error go
     */
    public static ServerProcess start(Path liberty, Path output, Map<String, String> settings, Redirect console)
            throws IOException {
        var builder = new ProcessBuilder(liberty.resolve("bin/server").toString(), "run", "belfry")
                .redirectOutput(console)
                .redirectError(console);
        builder.environment().putAll(settings);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment()
                .put("WLP_OUTPUT_DIR", Files.createDirectories(output).toString());
        var port = builder.environment().getOrDefault("BELFRY_HTTP_PORT", "9080");
        return new ServerProcess(builder.start(), URI.create("http://localhost:" + port), output);
    }

    public URI url() {
        return url;
    }

    /** What the server wrote since its start, warnings and all. */
    public Path log() {
        return output.resolve("belfry/logs/messages.log");
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Returns true when {@code /health/ready} says so; false when the server ended or the time is over. */
    public boolean awaitReady(Duration patience) throws InterruptedException {
        var deadline = System.nanoTime() + patience.toNanos();
        try (var client = HttpClient.newHttpClient()) {
            while (process.isAlive() && System.nanoTime() < deadline) {
                if (answers(client, "/health/ready")) {
                    return true;
                }
                Thread.sleep(250);
            }
        }
        return false;
    }

    public String get(String path) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request(path), BodyHandlers.ofString()).body();
        }
    }

    public int waitFor() throws InterruptedException {
        return process.waitFor();
    }

    /** Asks the server to stop, and insists if it has not after half a minute. */
    public void stop() {
        // The script hands its process over to Java, but a shell may stand between on some systems: ask all of them.
        var tree = List.copyOf(process.descendants().toList());
        tree.forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                tree.forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the server as a power cut would: it gets no word about it. */
    public void kill() throws InterruptedException {
        process.descendants().toList().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }

    private boolean answers(HttpClient client, String path) throws InterruptedException {
        try {
            return client.send(request(path), BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(url.resolve(path))
                .timeout(Duration.ofSeconds(5))
                .build();
    }
}
