package dev.belfry.domain.replication;

import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.Gap;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** What a test has heard, in order. */
final class Heard {

    private static final long PATIENCE_MILLIS = 60_000;

    private final List<Object> all = new ArrayList<>();

    synchronized void change(Change change) {
        all.add(change);
        notifyAll();
    }

    synchronized void gap(Gap gap) {
        all.add(gap);
        notifyAll();
    }

    synchronized List<Object> all() {
        return List.copyOf(all);
    }

    synchronized List<Change> changes() {
        return all.stream()
                .filter(Change.class::isInstance)
                .map(Change.class::cast)
                .toList();
    }

    synchronized long gaps() {
        return all.stream().filter(Gap.class::isInstance).count();
    }

    synchronized void forget() {
        all.clear();
    }

    /** The changes, as soon as there are that many; more are an error. */
    List<Change> changes(int count) throws InterruptedException {
        await(heard -> heard.changes().size() >= count);
        var changes = changes();
        if (changes.size() != count) {
            throw new AssertionError("Heard " + changes.size() + " changes, not " + count + ": " + changes);
        }
        return changes;
    }

    synchronized void await(Predicate<Heard> condition) throws InterruptedException {
        var end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (!condition.test(this)) {
            var left = end - System.currentTimeMillis();
            if (left <= 0) {
                throw new AssertionError("Not heard in time; only " + all.size() + ": "
                        + all.subList(Math.max(0, all.size() - 20), all.size()));
            }
            wait(left);
        }
    }

    /** Waits for something that nobody tells. */
    static void until(String what, BooleanSupplier condition) throws InterruptedException {
        var end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (!condition.getAsBoolean()) {
            if (System.currentTimeMillis() > end) {
                throw new AssertionError("Not in time: " + what);
            }
            Thread.sleep(10);
        }
    }
}
