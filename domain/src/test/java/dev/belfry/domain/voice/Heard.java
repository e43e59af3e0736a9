package dev.belfry.domain.voice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.change.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** What a provider says, for a test to read event by event. Says itself if it is called by two threads at once. */
public final class Heard implements VoiceProvider.Listener {

    private static final long PATIENCE_SECONDS = 30;

    private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
    private final AtomicInteger callers = new AtomicInteger();
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private final List<String> faults = new ArrayList<>();
    private volatile boolean opened;
    private volatile CompletableFuture<Void> readiness = CompletableFuture.completedFuture(null);
    private volatile CompletableFuture<Void> last = readiness;

    @Override
    public void opened() {
        alone(() -> opened = true);
    }

    @Override
    public CompletionStage<Void> event(String frame) {
        alone(() -> {
            if (!opened) {
                faults.add("an event before opened()");
            }
            if (closed.isDone()) {
                faults.add("an event after closed()");
            }
            if (!last.isDone()) {
                faults.add("an event before the one before it was done");
            }
            last = readiness;
            events.add(Json.MAPPER.readTree(frame));
        });
        return last;
    }

    @Override
    public void closed(int code, String reason) {
        alone(() -> {
            if (!closed.complete(code + " " + reason)) {
                faults.add("closed() twice");
            }
        });
    }

    private void alone(Runnable action) {
        if (callers.getAndIncrement() > 0) {
            faults.add("two calls at once");
        }
        action.run();
        callers.decrementAndGet();
    }

    /** From now on an event is done when {@link #ready} is called. */
    public void pause() {
        readiness = new CompletableFuture<>();
    }

    public void ready() {
        readiness.complete(null);
    }

    /** The next event, whatever it is. */
    public JsonNode next() throws InterruptedException {
        var event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(event).as("an event").isNotNull();
        return event;
    }

    /** The next event of that type; what comes before it is passed over. */
    public JsonNode next(String type) throws InterruptedException {
        return until(type).getLast();
    }

    /** All events up to the first of that type. */
    public List<JsonNode> until(String type) throws InterruptedException {
        var read = new ArrayList<JsonNode>();
        do {
            var event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(event).as("%s after %s", type, types(read)).isNotNull();
            read.add(event);
        } while (!type(read.getLast()).equals(type));
        return read;
    }

    /** How many events wait to be read. */
    public int waiting() {
        return events.size();
    }

    /** Code and reason of the end, once it has come. */
    public String end() throws Exception {
        return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** What the provider did that it may not. */
    public List<String> faults() {
        return List.copyOf(faults);
    }

    public static String type(JsonNode event) {
        return event.path("type").asString("");
    }

    public static List<String> types(List<JsonNode> events) {
        return events.stream().map(Heard::type).toList();
    }
}
