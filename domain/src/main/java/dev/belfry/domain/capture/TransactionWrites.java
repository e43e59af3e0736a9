package dev.belfry.domain.capture;

import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.ChosenSource;
import dev.belfry.domain.change.Row;
import dev.belfry.domain.change.Table;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Announces what plain SQL has written once the thread's transaction has committed, where no write-ahead log does. */
@ApplicationScoped
public class TransactionWrites implements WriteListener {

    @Inject
    ChosenSource chosen;

    @Inject
    TransactionChanges changes;

    @Override
    public boolean isListening() {
        return chosen.is(ChosenSource.Source.LISTENER);
    }

    @Override
    public void inserted(Table table, Row row) {
        changes.add(table, row, (at, position) -> new Change.Insert(table, row, at, position));
    }

    @Override
    public void updated(Table table, Row row, Row old) {
        changes.add(table, row, (at, position) -> new Change.Update(table, row, old, at, position));
    }

    @Override
    public void deleted(Table table, Row old) {
        changes.add(table, old, (at, position) -> new Change.Delete(table, old, at, position));
    }
}
