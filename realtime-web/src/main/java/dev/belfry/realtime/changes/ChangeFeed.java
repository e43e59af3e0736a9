package dev.belfry.realtime.changes;

import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.Gap;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;

/** Where a committed change enters the web module. */
@Dependent
public class ChangeFeed {

    private final ChangeDispatcher dispatcher;

    @Inject
    public ChangeFeed(ChangeDispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    void committed(@Observes(during = TransactionPhase.AFTER_SUCCESS) Change change) {
        dispatcher.accept(change);
    }

    void lost(@Observes Gap gap) {
        dispatcher.accept(gap);
    }
}
