package dev.belfry.voice.local;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.voice.VoiceProvider.Leg;
import dev.belfry.domain.voice.VoiceProvider.Listener;
import dev.belfry.voice.assistant.Assistant;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One session: takes events in order, in a mailbox of its own, and hands them to its {@link Dialogue}. */
final class LocalSession implements Leg {

    private static final Logger LOG = System.getLogger(LocalSession.class.getName());
    private static final int NORMAL = 1000;
    private static final int FAILED = 1011;

    private final Listener listener;
    private final Mailbox mailbox;
    private final Line line;
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private @Nullable Dialogue dialogue;

    LocalSession(Listener listener, Mailbox mailbox) {
        this.listener = listener;
        this.mailbox = mailbox;
        line = new Line(listener, mailbox);
    }

    void open(Claims caller, EngineRoom room, Assistant assistant, Pace pace) {
        mailbox.execute(() -> {
            try {
                var engines = room.engines();
                if (isClosed.get()) {
                    return;
                }
                listener.opened();
                dialogue = new Dialogue(caller, engines, assistant, pace, this::later, line);
                dialogue.begin();
            } catch (IOException | RuntimeException | LinkageError e) {
                fail(e);
            }
        });
    }

    @Override
    public CompletionStage<Void> send(String frame) {
        var taken = new CompletableFuture<Void>();
        later(() -> take(frame), () -> line.admit(taken));
        return taken;
    }

    @Override
    public void close() {
        line.cut();
        end(NORMAL, "closed by the client");
    }

    private void take(String frame) {
        if (dialogue != null) {
            dialogue.take(frame);
        }
    }

    private void later(Runnable task) {
        later(task, () -> {});
    }

    /** Whatever goes wrong ends this session, and nothing else. */
    private void later(Runnable task, Runnable afterwards) {
        mailbox.execute(() -> {
            try {
                if (!isClosed.get()) {
                    task.run();
                }
            } catch (RuntimeException e) {
                fail(e);
            } finally {
                afterwards.run();
            }
        });
    }

    private void fail(Throwable cause) {
        LOG.log(Level.ERROR, "LocalVoiceFailed: a conversation by voice has ended", cause);
        end(FAILED, "the local voice failed: " + cause);
    }

    private void end(int code, String reason) {
        if (isClosed.getAndSet(true)) {
            return;
        }
        mailbox.execute(() -> {
            if (dialogue != null) {
                dialogue.end();
            }
            line.end();
            listener.closed(code, reason);
        });
    }
}
