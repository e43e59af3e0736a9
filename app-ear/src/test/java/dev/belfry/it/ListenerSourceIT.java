package dev.belfry.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.ChosenSource;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The entity listener, and how it keeps the order although threads dawdle after the commit. */
@ExtendWith({ArquillianServer.class, ArquillianExtension.class})
class ListenerSourceIT extends ChangeSourceContract {

    @Inject
    ChosenSource chosen;

    @Deployment
    static EnterpriseArchive application() {
        return application(ListenerSourceIT.class);
    }

    @Override
    void switchOn() {
        chosen.choose(new ChosenSource.Choice(ChosenSource.Source.LISTENER, "it is what is tested"));
    }

    @Test
    void whoCommittedFirstIsAnnouncedFirstThoughItsThreadDawdles() throws Exception {
        var id = nextId();
        work.transaction(entities -> entities.persist(new Counter(id)));
        announced.forget();
        var goOn = new CountDownLatch(1);
        var first = committedButDawdling(id, goOn);

        work.transaction(entities -> counter(entities, id).increment());
        assertEquals(List.of(), untilNow(), "it waits for the one that dawdles");
        announced.forget();
        goOn.countDown();
        first.get();

        assertEquals(List.of(1, 2), values(announced.heard(), id));
    }

    @Test
    void whoDawdlesForTooLongIsAnnouncedLate() throws Exception {
        var id = nextId();
        work.transaction(entities -> entities.persist(new Counter(id)));
        announced.forget();
        var goOn = new CountDownLatch(1);
        var first = committedButDawdling(id, goOn);

        work.transaction(entities -> counter(entities, id).increment());
        announced.until(change -> values(List.of(change), id).equals(List.of(2)));
        goOn.countDown();
        first.get();

        assertEquals(List.of(2, 1), values(announced.heard(), id));
    }

    /** Returns when the database has committed, and before the transaction's changes are announced. */
    private FutureTask<Void> committedButDawdling(int id, CountDownLatch goOn) throws InterruptedException {
        var committed = new CountDownLatch(1);
        var task = work.start(ignored -> work.transaction(entities -> {
            work.whenEnded(() -> {
                committed.countDown();
                awaitQuietly(goOn);
            });
            counter(entities, id).increment();
        }));
        committed.await();
        return task;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<Integer> values(List<Change> changes, int id) {
        return changes.stream()
                .filter(Change.Update.class::isInstance)
                .map(change -> counted(List.of(change), id).getFirst())
                .toList();
    }
}
