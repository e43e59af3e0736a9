package dev.belfry.voice.local;

import dev.belfry.domain.voice.VoiceProvider.Listener;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * The way to the listener: one event at a time, each once the one before it is done. Used from the session's mailbox; only
 * {@link #cut} comes from anywhere.
 */
final class Line {

    /** A client whose answers wait like this is not read from. */
    private static final int PATIENCE = 64;

    private final Listener listener;
    private final Executor mailbox;
    private final Queue<String> waiting = new ArrayDeque<>();
    private final List<CompletableFuture<Void>> senders = new ArrayList<>();
    private final Object speaking = new Object();
    private boolean isBusy;
    private boolean isCut;

    Line(Listener listener, Executor mailbox) {
        this.listener = listener;
        this.mailbox = mailbox;
    }

    void say(String event) {
        waiting.add(event);
        drain();
    }

    /** Whether what is said now is heard soon. */
    boolean isClear() {
        return waiting.isEmpty();
    }

    /** Completes the sender's future as soon as not too many events wait. */
    void admit(CompletableFuture<Void> sender) {
        senders.add(sender);
        admitSenders();
    }

    /** No event after this returns. */
    void cut() {
        synchronized (speaking) {
            isCut = true;
        }
    }

    /** Lets go of whoever waits; what was not said stays unsaid. */
    void end() {
        cut();
        waiting.clear();
        admitSenders();
    }

    private void drain() {
        while (!isBusy && !waiting.isEmpty()) {
            var done = speak(waiting.remove()).toCompletableFuture();
            if (!done.isDone()) {
                isBusy = true;
                var unused = done.whenComplete((heard, failure) -> mailbox.execute(this::goOn));
            }
        }
        admitSenders();
    }

    private void goOn() {
        isBusy = false;
        drain();
    }

    private CompletionStage<Void> speak(String event) {
        synchronized (speaking) {
            return isCut ? CompletableFuture.completedFuture(null) : listener.event(event);
        }
    }

    private void admitSenders() {
        if (waiting.size() < PATIENCE) {
            senders.forEach(sender -> sender.complete(null));
            senders.clear();
        }
    }
}
