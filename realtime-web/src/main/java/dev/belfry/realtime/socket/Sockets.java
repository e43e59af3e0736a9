package dev.belfry.realtime.socket;

import dev.belfry.realtime.channel.Channels;
import dev.belfry.realtime.channel.Disconnect;
import dev.belfry.realtime.traffic.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/** The sockets that are open: how many, whose tokens expire, and the end of them all. */
public final class Sockets {

    private static final Duration SILENT = Duration.ofSeconds(60);
    private static final int WAVE = 200;
    private static final Duration BETWEEN_WAVES = Duration.ofMillis(50);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final Set<Open> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong waiting = new AtomicLong();
    private final Executor threads;
    private final Traffic traffic;
    private volatile boolean serving;
    private volatile boolean stopping;

    /** @param threads many, and not Liberty's: closing a socket waits for a thread of Liberty's to end its read */
    public Sockets(Executor threads, Traffic traffic) {
        this.threads = threads;
        this.traffic = traffic;
    }

    /** One of them, compared by identity: each is its own. */
    static final class Open {
        final Channels channels;
        final SocketWriter outbound;
        private volatile long heardAt = System.nanoTime();

        Open(Channels channels, SocketWriter outbound) {
            this.channels = channels;
            this.outbound = outbound;
        }

        void heard() {
            heardAt = System.nanoTime();
        }
    }

    void add(Open socket) {
        open.add(socket);
        traffic.opened();
        if (stopping) {
            socket.outbound.end(Disconnect.RESTART);
        }
    }

    void remove(Open socket) {
        open.remove(socket);
    }

    public int count() {
        return open.size();
    }

    Executor threads() {
        return threads;
    }

    Traffic traffic() {
        return traffic;
    }

    public long waitingBytes() {
        return waiting.get();
    }

    /** Bytes that wait in all outboxes. */
    AtomicLong waiting() {
        return waiting;
    }

    /** From now on clients are let in. */
    public void serve() {
        serving = true;
    }

    /** False while the server starts: what a client asked for would not be there yet, and it comes back by itself. */
    public boolean isServing() {
        return serving;
    }

    public boolean isStopping() {
        return stopping;
    }

    /** Ends what expired tokens allowed, and sockets of which nothing is heard or that take nothing. To be called about twice a second; returns at once. */
    public void expire(Instant now) {
        var time = System.nanoTime();
        for (var socket : open) {
            socket.outbound.check(time);
            if (time - socket.heardAt > SILENT.toNanos()) {
                socket.outbound.end(Disconnect.IDLE);
            }
            if (!socket.channels.nextExpiry().isAfter(now)) {
                threads.execute(() -> socket.channels.expire(now));
            }
        }
    }

    /**
     * Tells every socket that the server stops, in waves, so that their return does not storm the next server; returns when they are
     * closed, or after some seconds.
     */
    public void stop() throws InterruptedException {
        stopping = true;
        var told = 0;
        for (var socket : open) {
            socket.outbound.end(Disconnect.RESTART);
            if (++told % WAVE == 0) {
                Thread.sleep(BETWEEN_WAVES);
            }
        }
        var patience = Instant.now().plus(LAST_WORDS);
        while (!open.isEmpty() && Instant.now().isBefore(patience)) {
            Thread.sleep(BETWEEN_WAVES);
        }
    }
}
