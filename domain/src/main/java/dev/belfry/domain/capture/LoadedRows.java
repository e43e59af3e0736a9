package dev.belfry.domain.capture;

import dev.belfry.domain.change.Row;
import dev.belfry.domain.schema.MappedTable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Objects;
import org.hibernate.engine.spi.SessionImplementor;

/** Rows as this thread's transaction loaded them, before it changed their entities. */
@ApplicationScoped
public class LoadedRows {

    @PersistenceContext(unitName = "belfry")
    EntityManager entities;

    /** To be called before the change is flushed: afterwards Hibernate takes the new row for the loaded one. */
    Row row(Object entity, MappedTable table) {
        var entry = entities.unwrap(SessionImplementor.class)
                .getPersistenceContextInternal()
                .getEntry(entity);
        return table.row(entity, Objects.requireNonNull(entry.getLoadedState(), "not loaded"));
    }
}
