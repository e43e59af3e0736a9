package dev.belfry.it;

import dev.belfry.domain.capture.Change;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hears changes in the container as the web module does. */
@ApplicationScoped
public class AnnouncedChanges {

    /** Arquillian injects beans into a test, and this is no bean without being produced. */
    @Produces
    @PersistenceContext(unitName = "belfry")
    EntityManager entities;

    private final List<Change> heard = new CopyOnWriteArrayList<>();

    void committed(@Observes(during = TransactionPhase.AFTER_SUCCESS) Change change) {
        heard.add(change);
    }

    List<Change> heard() {
        return heard;
    }
}
