package dev.belfry.domain.capture;

import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.Position;
import dev.belfry.domain.change.Row;
import dev.belfry.domain.change.Table;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/**
 * Holds the changes of each running transaction and fires them, as CDI events in the order of writing, once it has committed and
 * those that it follows ({@link CommitOrder}) are fired.
 *
 * <p>One registration per transaction, and not CDI's own {@code AFTER_SUCCESS} per event: among several events of one
 * transaction that promises no order.
 */
@ApplicationScoped
public class TransactionChanges {

    private static final Logger LOG = System.getLogger(TransactionChanges.class.getName());

    /** A transaction that committed waits for less than a second unless the machine is in trouble. */
    private static final long PATIENCE_SECONDS = 2;

    @Resource
    TransactionSynchronizationRegistry transactions;

    @Inject
    Event<Change> committed;

    private final CommitOrder order = new CommitOrder(CompletableFuture.delayedExecutor(
            PATIENCE_SECONDS,
            TimeUnit.SECONDS,
            task -> Thread.ofVirtual().name("belfry-overdue").start(task)));

    /** Grows from run to run, so that no position of an earlier one is taken for one of this. Only the announcing thread is here. */
    private long transaction = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());

    /** Commit times never go back, whatever the clock does. Only the announcing thread is here. */
    private Instant lastCommit = Instant.EPOCH;

    /** Adds a change to the transaction of this thread; its time is known when that commits. */
    void add(Table table, Row row, BiFunction<Instant, Position, Change> change) {
        var pending = pending();
        pending.turn.wrote(new Key(table.schema(), table.name(), row.only(table.key())));
        pending.changes.add(change);
    }

    /** Keeps what an entity's row was before this transaction changes it. */
    void remember(Object entity, Row old) {
        pending().old.put(entity, old);
    }

    /** What was kept of the entity's row, once. */
    Optional<Row> recall(Object entity) {
        return Optional.ofNullable(pending().old.remove(entity));
    }

    private record Key(String schema, String table, Row key) {}

    private Pending pending() {
        if (transactions.getResource(this) instanceof Pending known) {
            return known;
        }
        var pending = new Pending();
        transactions.putResource(this, pending);
        transactions.registerInterposedSynchronization(pending);
        return pending;
    }

    private void announce(List<BiFunction<Instant, Position, Change>> changes, Instant ended) {
        if (ended.isAfter(lastCommit)) {
            lastCommit = ended;
        }
        var position = new Position(++transaction, 0);
        for (var change : changes) {
            publish(change.apply(lastCommit, position));
            position = position.next();
        }
    }

    private void publish(Change change) {
        try {
            committed.fire(change);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "ChangeNotObserved: an observer failed on a change of " + change.table(), e);
        }
    }

    private final class Pending implements Synchronization {

        private final CommitOrder.Turn turn = order.begin();
        private final List<BiFunction<Instant, Position, Change>> changes = new ArrayList<>();
        private final IdentityHashMap<Object, Row> old = new IdentityHashMap<>();

        @Override
        public void beforeCompletion() {}

        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED && !changes.isEmpty()) {
                var ended = Instant.now().truncatedTo(ChronoUnit.MICROS);
                turn.committed(() -> announce(changes, ended));
            } else {
                turn.rolledBack();
            }
        }
    }
}
