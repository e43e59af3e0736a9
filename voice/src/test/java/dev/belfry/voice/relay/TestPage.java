package dev.belfry.voice.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.change.Json;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.JsonNode;

/** A page without a socket: reads as quickly as a test wants it to. */
final class TestPage implements Page {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Waiting> waiting = new ArrayList<>();
    private final CompletableFuture<Ending> ending = new CompletableFuture<>();
    private CompletableFuture<Void> room = CompletableFuture.completedFuture(null);
    private int pings;

    private record Waiting(String text, boolean isAudio) {}

    @Override
    public void send(String frame) {
        add(new Waiting(frame, false));
    }

    @Override
    public void sendAudio(String frame) {
        add(new Waiting(frame, true));
    }

    private void add(Waiting frame) {
        lock.lock();
        try {
            waiting.add(frame);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int dropAudio() {
        lock.lock();
        try {
            var before = waiting.size();
            waiting.removeIf(Waiting::isAudio);
            return before - waiting.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CompletionStage<Void> room() {
        lock.lock();
        try {
            return room;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void ping() {
        pings++;
    }

    @Override
    public void end(Ending why) {
        ending.complete(why);
    }

    /** From now on there is no room. */
    void fill() {
        lock.lock();
        try {
            room = new CompletableFuture<>();
        } finally {
            lock.unlock();
        }
    }

    void empty() {
        room().toCompletableFuture().complete(null);
    }

    int pings() {
        return pings;
    }

    int audioWaiting() {
        lock.lock();
        try {
            return (int) waiting.stream().filter(Waiting::isAudio).count();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until so many pieces of sound wait. */
    void awaitAudio(int count) throws InterruptedException {
        lock.lock();
        try {
            var left = PATIENCE;
            while (waiting.stream().filter(Waiting::isAudio).count() < count) {
                left = changed.awaitNanos(left);
                assertThat(left).as("%s pieces of sound", count).isPositive();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The next event of that type as text; what comes before it is passed over. */
    String text(String type) throws InterruptedException {
        lock.lock();
        try {
            for (var left = PATIENCE; ; left = changed.awaitNanos(left)) {
                assertThat(left).as("an event %s", type).isPositive();
                for (Iterator<Waiting> frames = waiting.iterator(); frames.hasNext(); ) {
                    var text = frames.next().text();
                    frames.remove();
                    if (text.contains("\"type\":\"" + type + "\"")) {
                        return text;
                    }
                }
            }
        } finally {
            lock.unlock();
        }
    }

    JsonNode next(String type) throws InterruptedException {
        return Json.MAPPER.readTree(text(type));
    }

    String errorCode() throws InterruptedException {
        return next("error").at("/error/code").asString();
    }

    Ending ending() throws Exception {
        return ending.get(10, TimeUnit.SECONDS);
    }

    boolean isEnded() {
        return ending.isDone();
    }
}
