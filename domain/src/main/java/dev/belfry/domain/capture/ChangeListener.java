package dev.belfry.domain.capture;

import dev.belfry.domain.change.Change;
import dev.belfry.domain.schema.MappedTable;
import dev.belfry.domain.schema.MappedTables;
import jakarta.inject.Inject;
import jakarta.persistence.PostPersist;
import jakarta.persistence.PostRemove;
import jakarta.persistence.PostUpdate;
import jakarta.persistence.PreUpdate;

/**
 * Hears every entity that is written (it is the default listener of orm.xml) and takes the snapshot while the entity is still
 * the transaction's own. Bulk JPQL and SQL written by others pass it by.
 */
public class ChangeListener {

    @Inject
    MappedTables tables;

    @Inject
    TransactionChanges changes;

    @Inject
    LoadedRows loaded;

    @PostPersist
    void inserted(Object entity) {
        var table = tableOf(entity);
        var row = table.row(entity);
        changes.add((at, position) -> new Change.Insert(table.table(), row, at, position));
    }

    /** The last moment at which the row as it was loaded is still known. */
    @PreUpdate
    void updating(Object entity) {
        changes.remember(entity, loaded.row(entity, tableOf(entity)));
    }

    @PostUpdate
    void updated(Object entity) {
        var table = tableOf(entity);
        var row = table.row(entity);
        var old = changes.recall(entity).orElseGet(() -> row.only(table.table().key()));
        changes.add((at, position) -> new Change.Update(table.table(), row, old, at, position));
    }

    @PostRemove
    void deleted(Object entity) {
        var table = tableOf(entity);
        var old = table.row(entity);
        changes.add((at, position) -> new Change.Delete(table.table(), old, at, position));
    }

    private MappedTable tableOf(Object entity) {
        return tables.of(entity.getClass());
    }
}
