package dev.belfry.realtime.socket;

import dev.belfry.realtime.channel.Disconnect;
import dev.belfry.realtime.protocol.Frame;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import jakarta.websocket.CloseReason;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.glassfish.tyrus.spi.CompletionHandler;
import org.glassfish.tyrus.spi.Connection;
import org.glassfish.tyrus.spi.WebSocketEngine.UpgradeInfo;
import org.glassfish.tyrus.spi.Writer;
import org.jspecify.annotations.Nullable;

/**
 * One socket as bytes, after its upgrade: Tyrus makes messages of those that come in, and {@link SocketWriter} writes those that go
 * out, frames of Tyrus's own among them. Liberty makes one for each upgrade.
 */
public final class Wire implements HttpUpgradeHandler, ReadListener, SocketWriter.Line {

    private static final Logger LOG = System.getLogger(Wire.class.getName());
    /** For a reader who is cut off, to read what is being written to it and then why. */
    private static final Duration LAST_CHANCE = Duration.ofSeconds(30);

    private static final Duration LAST_WORDS = Duration.ofSeconds(3);
    private static final int PIECE = 8 << 10;
    private static final ThreadLocal<byte[]> PIECES = ThreadLocal.withInitial(() -> new byte[PIECE]);

    private final AtomicBoolean isCut = new AtomicBoolean();
    private volatile boolean isEnding;
    private volatile boolean isDeaf;
    private @Nullable Carried carried;
    private @Nullable WebConnection connection;
    private @Nullable ServletInputStream in;
    private @Nullable OutputStream out;
    private @Nullable Connection messages;

    /**
     * What a socket is made of.
     *
     * @param maxMessage bytes that may come without being a message
     */
    record Carried(UpgradeInfo upgrade, Admitted admitted, SocketWriter writer, int maxMessage, Executor threads) {}

    /** To be called at once: Liberty makes it from nothing. */
    void carry(Carried socket) {
        carried = socket;
    }

    @Override
    public void init(WebConnection opened) {
        var socket = carried();
        try {
            connection = opened;
            in = opened.getInputStream();
            out = opened.getOutputStream();
            messages = socket.upgrade.createConnection(new Control(), reason -> {});
            in.setReadListener(this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Carried carried() {
        return Objects.requireNonNull(carried);
    }

    // ---- in

    @Override
    public void onDataAvailable() throws IOException {
        var piece = PIECES.get();
        var source = Objects.requireNonNull(in);
        while (!isCut.get() && source.isReady()) {
            var read = source.read(piece);
            if (read < 0) {
                return;
            }
            if (!isDeaf) {
                take(Arrays.copyOf(piece, read));
            }
        }
    }

    private void take(byte[] bytes) {
        var admitted = carried().admitted;
        if (admitted.came(bytes.length) <= carried().maxMessage) {
            Objects.requireNonNull(messages).getReadHandler().handle(ByteBuffer.wrap(bytes));
        } else {
            isDeaf = true; // what still comes is passed over, until the client has read why
            end(Disconnect.TOO_LARGE);
        }
    }

    @Override
    public void onAllDataRead() {
        cut();
    }

    @Override
    public void onError(Throwable cause) {
        LOG.log(Level.DEBUG, "A socket cannot be read from", cause);
        cut();
    }

    /** The server has closed it. */
    @Override
    public void destroy() {
        cut();
    }

    // ---- out

    @Override
    public OutputStream out() {
        return Objects.requireNonNull(out);
    }

    @Override
    public void end(Disconnect why) {
        isEnding = true;
        later(() -> {
            var open = messages;
            if (open == null) {
                cut(); // the server stops while it opens
            } else {
                open.close(reason(why));
            }
        });
        cutAfter(LAST_CHANCE);
    }

    @Override
    public void saidGoodbye() {
        cutAfter(LAST_WORDS);
    }

    private void cutAfter(Duration time) {
        CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS, this::later)
                .execute(this::cut);
    }

    @Override
    public void cut() {
        if (isCut.compareAndSet(false, true)) {
            later(this::close);
        }
    }

    private void close() {
        var ended = Objects.requireNonNull(connection);
        var isStuck = carried().writer.gone();
        if (messages != null) {
            messages.close(reason(Disconnect.LOST));
        }
        carried().admitted.gone();
        if (isStuck) {
            HangUp.of(ended); // else Liberty waited until what is written is read
        }
        try {
            ended.close();
        } catch (Exception e) {
            LOG.log(Level.DEBUG, "A socket was gone before it was closed", e);
        }
        HangUp.of(ended);
    }

    private void later(Runnable action) {
        try {
            carried().threads.execute(action);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "The server stops and closes the socket itself", e);
        }
    }

    private static CloseReason reason(Disconnect why) {
        return new CloseReason(CloseReason.CloseCodes.getCloseCode(why.code()), why.reason());
    }

    /** What Tyrus writes: answers to pings, and the last frame. It closes when both sides have said goodbye, or its own side has. */
    private final class Control extends Writer {

        private boolean isClosed;

        @Override
        public void write(ByteBuffer frame, CompletionHandler<ByteBuffer> done) {
            var bytes = new byte[frame.remaining()];
            frame.get(bytes);
            carried().writer.sendControl(Frame.made(bytes));
            carried().admitted.heard(); // a ping is whole too
            done.completed(frame);
        }

        @Override
        public synchronized void close() {
            if (isClosed || !isEnding) {
                carried().writer.finish();
            }
            isClosed = true;
        }
    }
}
