package dev.belfry.it;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A process with the real supabase-js that subscribes to a table (page.mjs), and what it has heard, line by line. */
final class Page implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private Page(Process process) {
        this.process = process;
        Thread.ofVirtual().start(() -> {
            try (var output = process.inputReader()) {
                output.lines().forEach(lines::add);
            } catch (IOException e) {
                lines.add("gone " + e.getMessage());
            }
        });
    }

    /**
     * Returns once it is subscribed.
     *
     * @param client the page's id, or {@code -} for none
     */
    static Page open(String url, String key, String client, String table, @Nullable String since)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("node", "page.mjs", url, key, client, table));
        if (since != null) {
            command.add(since);
        }
        var page = new Page(new ProcessBuilder(command)
                .directory(Path.of("src/test/js").toFile())
                .redirectErrorStream(true)
                .start());
        page.await("status SUBSCRIBED");
        return page;
    }

    List<String> lines() {
        return lines;
    }

    /** The numbers of the rows that it heard of, in order. */
    List<Long> rows() {
        return lines.stream()
                .filter(line -> line.startsWith("row "))
                .map(line -> Long.valueOf(line.split(" ", -1)[2]))
                .toList();
    }

    void await(String line) throws InterruptedException {
        await(line, heard -> heard.contains(line));
    }

    void awaitRow(long number) throws InterruptedException {
        await("row " + number, heard -> rows().contains(number));
    }

    void await(String what, Predicate<List<String>> condition) throws InterruptedException {
        var end = Instant.now().plus(PATIENCE);
        while (!condition.test(lines)) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("in vain for: " + what + "; heard last: "
                        + lines.subList(Math.max(0, lines.size() - 20), lines.size()));
            }
            Thread.sleep(20);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
