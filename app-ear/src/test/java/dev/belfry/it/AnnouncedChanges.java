package dev.belfry.it;

import dev.belfry.domain.change.Change;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Hears changes in the container as the web module does. */
@ApplicationScoped
public class AnnouncedChanges {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<Change> heard = new ArrayList<>();

    synchronized void committed(@Observes(during = TransactionPhase.AFTER_SUCCESS) Change change) {
        heard.add(change);
        notifyAll();
    }

    public synchronized List<Change> heard() {
        return List.copyOf(heard);
    }

    public synchronized void forget() {
        heard.clear();
    }

    /** What was heard before the first such change, as soon as that is heard. */
    public synchronized List<Change> until(Predicate<Change> last) throws InterruptedException {
        var deadline = Instant.now().plus(PATIENCE);
        while (true) {
            for (var i = 0; i < heard.size(); i++) {
                if (last.test(heard.get(i))) {
                    return List.copyOf(heard.subList(0, i));
                }
            }
            var left = Duration.between(Instant.now(), deadline).toMillis();
            if (left <= 0) {
                throw new AssertionError("not heard in time; heard were " + heard);
            }
            wait(left);
        }
    }
}
