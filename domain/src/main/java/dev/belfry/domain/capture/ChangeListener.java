package dev.belfry.domain.capture;

import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.ChosenSource;
import dev.belfry.domain.schema.MappedTable;
import dev.belfry.domain.schema.MappedTables;
import jakarta.inject.Inject;
import jakarta.persistence.PostPersist;
import jakarta.persistence.PostRemove;
import jakarta.persistence.PostUpdate;
import jakarta.persistence.PreRemove;
import jakarta.persistence.PreUpdate;

/**
 * Hears every entity that is written (it is the default listener of orm.xml) and takes the snapshot while the entity is still
 * the transaction's own. Bulk JPQL and SQL written by others pass it by.
 *
 * <p>The statement has been executed when a callback of the "post" kind runs, so the row is locked: {@link CommitOrder} relies on
 * it, and therefore statements are not batched (persistence.xml).
 */
public class ChangeListener {

    @Inject
    ChosenSource chosen;

    @Inject
    MappedTables tables;

    @Inject
    TransactionChanges changes;

    @Inject
    LoadedRows loaded;

    @PostPersist
    void inserted(Object entity) {
        if (isHeard()) {
            var table = tableOf(entity);
            var row = table.row(entity);
            changes.add(table.table(), row, (at, position) -> new Change.Insert(table.table(), row, at, position));
        }
    }

    /** The last moment at which the row as it was loaded is still known. */
    @PreUpdate
    @PreRemove
    void changing(Object entity) {
        if (isHeard()) {
            changes.remember(entity, loaded.row(entity, tableOf(entity)));
        }
    }

    @PostUpdate
    void updated(Object entity) {
        if (isHeard()) {
            var table = tableOf(entity);
            var row = table.row(entity);
            var old = changes.recall(entity)
                    .orElseGet(() -> row.only(table.table().key()));
            changes.add(table.table(), row, (at, position) -> new Change.Update(table.table(), row, old, at, position));
        }
    }

    @PostRemove
    void deleted(Object entity) {
        if (isHeard()) {
            var table = tableOf(entity);
            var old = changes.recall(entity).orElseGet(() -> table.row(entity));
            changes.add(table.table(), old, (at, position) -> new Change.Delete(table.table(), old, at, position));
        }
    }

    private boolean isHeard() {
        return chosen.is(ChosenSource.Source.LISTENER);
    }

    private MappedTable tableOf(Object entity) {
        return tables.of(entity.getClass());
    }
}
