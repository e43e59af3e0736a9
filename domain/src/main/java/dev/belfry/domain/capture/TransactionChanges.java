package dev.belfry.domain.capture;

import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.ChosenSource;
import dev.belfry.domain.change.Position;
import dev.belfry.domain.change.Row;
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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;

/**
 * Holds the changes of each running transaction and fires them, as CDI events in the order of writing, once it has committed.
 *
 * <p>One registration per transaction, and not CDI's own {@code AFTER_SUCCESS} per event: among several events of one
 * transaction that promises no order.
 */
@ApplicationScoped
public class TransactionChanges {

    private static final Logger LOG = System.getLogger(TransactionChanges.class.getName());

    @Resource
    TransactionSynchronizationRegistry transactions;

    @Inject
    Event<Change> committed;

    @Inject
    ChosenSource chosen;

    /** Grows from run to run, so that no position of an earlier one is taken for one of this. */
    private final AtomicLong transaction = new AtomicLong(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));

    /** Adds a change to the transaction of this thread; its time is known when that commits. */
    void add(BiFunction<Instant, Position, Change> change) {
        pending().changes.add(change);
    }

    /** Keeps what an entity's row was before this transaction changes it. */
    void remember(Object entity, Row old) {
        pending().old.put(entity, old);
    }

    /** What was kept of the entity's row, once. */
    Optional<Row> recall(Object entity) {
        return Optional.ofNullable(pending().old.remove(entity));
    }

    private Pending pending() {
        if (transactions.getResource(this) instanceof Pending known) {
            return known;
        }
        var pending = new Pending();
        transactions.putResource(this, pending);
        transactions.registerInterposedSynchronization(pending);
        return pending;
    }

    private void publish(Change change) {
        try {
            committed.fire(change);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "An observer failed on a change of " + change.table(), e);
        }
    }

    private final class Pending implements Synchronization {

        private final List<BiFunction<Instant, Position, Change>> changes = new ArrayList<>();
        private final IdentityHashMap<Object, Row> old = new IdentityHashMap<>();

        @Override
        public void beforeCompletion() {}

        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED && chosen.is(ChosenSource.Source.LISTENER)) {
                var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
                var position = new Position(transaction.incrementAndGet(), 0);
                for (var change : changes) {
                    publish(change.apply(now, position));
                    position = position.next();
                }
            }
        }
    }
}
