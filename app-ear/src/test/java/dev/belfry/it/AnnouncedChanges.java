package dev.belfry.it;

import dev.belfry.domain.change.Change;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hears changes in the container as the web module does. */
@ApplicationScoped
public class AnnouncedChanges {

    private final List<Change> heard = new CopyOnWriteArrayList<>();

    void committed(@Observes(during = TransactionPhase.AFTER_SUCCESS) Change change) {
        heard.add(change);
    }

    List<Change> heard() {
        return heard;
    }
}
