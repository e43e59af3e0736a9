package dev.belfry.domain.replication;

import dev.belfry.domain.change.AnnouncedTables;
import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.Gap;
import dev.belfry.domain.change.Position;
import dev.belfry.domain.change.Table;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the write-ahead log for as long as it is open, through every failure: each change is handed on once, in the order of the
 * commits, and where PostgreSQL cannot give what comes next, a gap.
 *
 * <p>One thread reads and hands on; the receiver may block it. Another one looks after the slot and the publication.
 */
public final class WalStream implements AutoCloseable {

    private static final Logger LOG = System.getLogger(WalStream.class.getName());
    private static final String OBJECT_IN_USE = "55006";
    private static final long SLOT_RETRY_MILLIS = 200;
    private static final long FIRST_RETRY_MILLIS = 200;
    private static final long LAST_RETRY_MILLIS = 2000;
    private static final long POLL_MILLIS = 5;
    private static final Duration COMMIT_TAKES = Duration.ofSeconds(1);

    private final ReplicationSettings settings;
    private final Supplier<Collection<Table>> own;
    private final Consumer<Change> changes;
    private final Consumer<Gap> gaps;
    private final Publication publication;
    private final PublishedTables tables;
    private final ReplicationSlot slot;
    private final SlotWatch slotWatch;
    private final Commits commits = new Commits();
    private final Connectedness connectedness = new Connectedness();
    private final Housekeeping housekeeping = new Housekeeping();

    private volatile boolean closed;
    private volatile @Nullable Thread reader;
    private volatile @Nullable Thread keeper;
    private volatile @Nullable Connection catalog;
    private volatile @Nullable ReplicationStream stream;
    private volatile @Nullable String messages;
    private volatile @Nullable ConfirmationWindow window;
    private volatile Position coverage = Position.behind(-1);
    private volatile long target;
    private volatile long received;
    private volatile long handingOnSince;

    /** What follows belongs to the reading thread. */
    private Position last = Position.START;

    private long completed;
    private boolean slotSeen;
    private boolean gapped;

    /**
     * @param own tables that belong into a publication that is made here; asked at every connection
     * @param changes receives each change, and may block; nothing beyond what the connection buffers is read meanwhile
     */
    public WalStream(
            ReplicationSettings settings,
            Supplier<Collection<Table>> own,
            Consumer<Change> changes,
            Consumer<Gap> gaps) {
        this.settings = settings;
        this.own = own;
        this.changes = changes;
        this.gaps = gaps;
        this.publication = new Publication(settings.publication());
        this.tables = new PublishedTables(publication, settings::connect);
        this.slot = new ReplicationSlot(settings.slot());
        this.slotWatch = new SlotWatch(settings.slot());
    }

    /** Which transaction has written that; empty if it was too long ago. */
    OptionalInt writer(Position position) {
        return commits.id(position.transaction());
    }

    /** Begins to read; to be called once. */
    public void start(ThreadFactory threads) {
        reader = start(threads, "belfry-wal", this::run);
        keeper = start(threads, "belfry-wal-keeper", housekeeping::run);
    }

    private static Thread start(ThreadFactory threads, String name, Runnable work) {
        var thread = threads.newThread(work);
        thread.setName(name);
        thread.start();
        return thread;
    }

    /** True once everything has been handed on that had committed when it first found the database; false after the time. */
    public boolean awaitCaughtUp(Duration atMost) throws InterruptedException {
        var end = System.nanoTime() + atMost.toNanos();
        while (!isCaughtUp()) {
            if (closed || System.nanoTime() - end >= 0) {
                return false;
            }
            Thread.sleep(POLL_MILLIS);
        }
        return true;
    }

    private boolean isCaughtUp() {
        return target != 0 && Long.compareUnsigned(received(), target) >= 0;
    }

    /**
     * Every change behind this position has been handed on by this run, or will be. Behind all of them until the slot has been
     * found, and again further on where there was a gap.
     */
    public Position coverage() {
        return coverage;
    }

    /** What is kept by PostgreSQL; null as long as that is all that {@link #coverage} says. */
    public @Nullable Kept kept() {
        var notes = window;
        var confirmed = notes == null ? null : notes.last();
        if (confirmed == null) {
            return null;
        }
        // A transaction takes its time a moment before it is written.
        var ago = Duration.ofNanos(System.nanoTime() - confirmed.nanos()).minus(COMMIT_TAKES);
        return new Kept(confirmed.lsn(), Instant.now().minus(ago));
    }

    /** The tables of the publication, read again every second. */
    public AnnouncedTables tables() {
        return tables;
    }

    /** Whether rows of {@code realtime.messages} are heard too: they come as changes, of a table that may not be announced. */
    public boolean hearsMessages() {
        return messages != null;
    }

    public WalState state() {
        var now = connectedness.now();
        return new WalState(now.connected(), now.since(), now.problem(), slotWatch.seen(), tables.problems());
    }

    /** Ends both threads. What has not been confirmed is read again by the next run. */
    @Override
    public void close() {
        closed = true;
        abort(catalog);
        housekeeping.abort();
        var open = stream;
        if (open != null) {
            open.close();
        }
        end(reader);
        end(keeper);
    }

    private static void end(@Nullable Thread thread) {
        if (thread == null) {
            return;
        }
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        var pause = FIRST_RETRY_MILLIS;
        while (!closed) {
            try {
                connect();
            } catch (SQLException | RuntimeException e) {
                if (closed) {
                    return;
                }
                var wasConnected = connectedness.now().connected();
                pause = wasConnected ? FIRST_RETRY_MILLIS : Math.min(pause * 2, LAST_RETRY_MILLIS);
                failed(e);
                sleep(isInUse(e) ? SLOT_RETRY_MILLIS : pause);
            }
        }
    }

    private static boolean isInUse(Exception e) {
        return e instanceof SQLException sql && OBJECT_IN_USE.equals(sql.getSQLState());
    }

    private void failed(Exception e) {
        if (isInUse(e)) {
            connectedness.slotInUse(settings.slot());
        } else if (e instanceof SQLException) {
            var cause = e.getCause();
            connectedness.lost(e.getMessage() + (cause == null ? "" : " (" + cause + ")"));
        } else {
            connectedness.lost(e.toString());
            LOG.log(Level.ERROR, "ReplicationFailed: the log could not be understood: a defect", e);
        }
    }

    /** Reads until something fails; every connection is closed then. */
    private void connect() throws SQLException {
        try (var questions = settings.connect()) {
            catalog = questions;
            prepare(questions);
            try (var opened = ReplicationStream.open(settings, publications(), completed)) {
                stream = opened;
                connectedness.connected(settings.toString());
                read(opened, new ChangeReader(new DatabaseCatalog(questions), last, commits));
            }
        } finally {
            stream = null;
            catalog = null;
        }
    }

    private List<String> publications() {
        var ofMessages = messages;
        return ofMessages == null ? List.of(settings.publication()) : List.of(settings.publication(), ofMessages);
    }

    /** The publications first: changes that are older than one cannot be read through it. */
    private void prepare(Connection questions) throws SQLException {
        publication.prepare(questions, own.get());
        messages = MessagePublication.prepare(questions);
        tables.read(questions);
        if (target == 0) {
            target = MissedCommit.flushed(questions);
        }
        var found = slot.find(questions);
        if (found.isPresent() && !found.get().isLost()) {
            if (!slotSeen) {
                begin(found.get());
            }
            return;
        }
        gapped |= found.isPresent() || slotSeen;
        if (found.isPresent()) {
            slot.drop(questions);
        }
        begin(slot.create(questions));
        if (gapped) {
            fireGap(found.isPresent() ? "has been invalidated by PostgreSQL" : "was missing");
        }
    }

    private void begin(ReplicationSlot.Found found) {
        var confirmed = found.confirmed().asLong();
        coverage = Position.behind(confirmed);
        window = new ConfirmationWindow(settings.window(), settings.maxWalBytes(), confirmed);
        last = Position.START;
        completed = 0;
        received = 0;
        slotSeen = true;
    }

    private void fireGap(String what) {
        var why = "The replication slot " + settings.slot() + " " + what + "; changes since then are lost";
        LOG.log(Level.WARNING, "SlotLost: {0}", why);
        gapped = false;
        try {
            gaps.accept(new Gap(why));
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "ChangeNotTaken: an observer failed on a gap", e);
        }
    }

    private void read(ReplicationStream from, ChangeReader changeReader) throws SQLException {
        while (!closed) {
            var message = from.read();
            if (message == null) {
                continue;
            }
            var change = changeReader.read(PgOutputDecoder.decode(message));
            if (change != null) {
                last = change.position();
                handOn(change);
            } else if (changeReader.completed() != 0) {
                completed = changeReader.completed();
            }
        }
    }

    private void handOn(Change change) {
        handingOnSince = System.nanoTime();
        try {
            changes.accept(change);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "ChangeNotTaken: an observer failed on a change of " + change.table(), e);
        } finally {
            handingOnSince = 0;
        }
    }

    private void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            // only close() interrupts, and says so
        }
    }

    private static void abort(@Nullable Connection connection) {
        try {
            if (connection != null) {
                connection.abort(Runnable::run);
            }
        } catch (SQLException e) {
            // it is gone then
        }
    }

    /** The LSN, unsigned, before which everything that committed has been handed on. */
    public long received() {
        var open = stream;
        if (open != null) {
            var now = open.received();
            if (Long.compareUnsigned(now, received) > 0) {
                received = now;
            }
        }
        return received;
    }

    /** What has to happen from time to time, beside the reading thread. */
    private final class Housekeeping {

        private static final long MILLIS = 100;
        private static final int SECOND = 10;
        private static final int LOOK_EVERY = 5 * SECOND;

        private final MissedCommit missedCommit = new MissedCommit();
        private volatile @Nullable Connection connection;

        void run() {
            for (var round = 0; !closed; round++) {
                try {
                    if (round % SECOND == 0) {
                        report();
                        ask(round % LOOK_EVERY == 0);
                    }
                    wake();
                } catch (SQLException | RuntimeException e) {
                    LOG.log(Level.DEBUG, "HousekeepingFailed: it is tried again", e);
                    abort();
                }
                sleep(MILLIS);
            }
        }

        void abort() {
            WalStream.abort(connection);
            connection = null;
        }

        /** While the reading thread waits for the receiver, nobody else tells PostgreSQL that this server is alive. */
        private void report() throws SQLException {
            var open = stream;
            var notes = window;
            if (open == null || notes == null) {
                return;
            }
            var now = System.nanoTime();
            open.confirm(notes.note(now, received()));
            var since = handingOnSince;
            if (since != 0 && now - since > TimeUnit.SECONDS.toNanos(1)) {
                open.report();
            }
        }

        private void wake() throws SQLException {
            var open = connection;
            if (open != null && stream != null && handingOnSince == 0) {
                missedCommit.look(open, received());
            }
        }

        private void ask(boolean look) throws SQLException {
            var open = connection;
            if (open == null) {
                open = settings.connect();
                connection = open;
            }
            tables.read(open);
            if (look) {
                slotWatch.look(open, received());
            }
        }
    }
}
