package dev.belfry.domain.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommitOrderTest {

    private final List<Runnable> impatient = new ArrayList<>();
    private final CommitOrder order = new CommitOrder(impatient::add);
    private final List<String> announced = new ArrayList<>();

    @AfterEach
    void nothingIsKept() {
        assertThat(order.rowsAwaited()).isZero();
    }

    @Test
    void strangersDoNotWaitForEachOther() {
        var first = wrote("a");
        var second = wrote("b");

        commit(second, "second");
        assertThat(announced).containsExactly("second");
        commit(first, "first");

        assertThat(announced).containsExactly("second", "first");
        assertThat(impatient).isEmpty();
    }

    @Test
    void whoWroteTheRowFirstIsAnnouncedFirst() {
        var first = wrote("a");
        var second = wrote("a");

        commit(second, "second");
        assertThat(announced).isEmpty();
        commit(first, "first");

        assertThat(announced).containsExactly("first", "second");
    }

    @Test
    void aRowThatIsWrittenAgainIsNoReasonToWait() {
        var only = wrote("a", "a", "b", "a");

        commit(only, "only");

        assertThat(announced).containsExactly("only");
    }

    @Test
    void aChainIsAnnouncedFromItsBeginning() {
        var first = wrote("a");
        var second = wrote("a", "b");
        var third = wrote("b", "c");
        var fourth = wrote("c");

        commit(fourth, "fourth");
        commit(second, "second");
        commit(third, "third");
        assertThat(announced).isEmpty();
        commit(first, "first");

        assertThat(announced).containsExactly("first", "second", "third", "fourth");
    }

    @Test
    void aDiamondIsClosedByWhoeverFollowsBothSides() {
        var top = wrote("a", "b");
        var left = wrote("a");
        var right = wrote("b");
        var bottom = wrote("a", "b");

        commit(bottom, "bottom");
        commit(right, "right");
        commit(top, "top");
        assertThat(announced).containsExactly("top", "right");
        commit(left, "left");

        assertThat(announced).containsExactly("top", "right", "left", "bottom");
    }

    @Test
    void aRollbackIsSilentAndLetsOthersThrough() {
        var first = wrote("a");
        var second = wrote("a");

        commit(second, "second");
        first.rolledBack();

        assertThat(announced).containsExactly("second");
    }

    @Test
    void aRollbackInBetweenDoesNotBreakTheChain() {
        var first = wrote("a");
        var second = wrote("a");
        var third = wrote("a");

        second.rolledBack();
        commit(third, "third");
        assertThat(announced).isEmpty();
        commit(first, "first");

        assertThat(announced).containsExactly("first", "third");
    }

    @Test
    void whoBeginsAfterTheAnnouncementFollowsNobody() {
        commit(wrote("a"), "first");
        commit(wrote("a"), "second");

        assertThat(announced).containsExactly("first", "second");
        assertThat(impatient).isEmpty();
    }

    @Test
    void afterSomeTimeThoseWhoDidNotEndAreWaitedForNoLonger() {
        var lost = wrote("a");
        var second = wrote("a", "b");
        var third = wrote("b");
        commit(third, "third");
        commit(second, "second");

        impatient.get(0).run(); // the third's: the second has ended, so it is waited for
        assertThat(announced).isEmpty();
        impatient.get(1).run();

        assertThat(announced).containsExactly("second", "third");
        commit(lost, "late");
        assertThat(announced).containsExactly("second", "third", "late");
    }

    @Test
    void patienceThatEndsAfterTheAnnouncementChangesNothing() {
        var first = wrote("a");
        var second = wrote("a");
        commit(second, "second");
        commit(first, "first");

        impatient.forEach(Runnable::run);

        assertThat(announced).containsExactly("first", "second");
    }

    @Test
    void whatAnObserverCommitsIsAnnouncedWhenTheOneItObservesIsThrough() {
        wrote("a").committed(() -> {
            announced.add("begins");
            commit(wrote("b"), "the observer's");
            announced.add("ends");
        });

        assertThat(announced).containsExactly("begins", "ends", "the observer's");
    }

    @Test
    void aFailureLetsTheOthersThrough() {
        var first = wrote("a");
        var second = wrote("a");
        commit(second, "second");

        assertThatThrownBy(() -> first.committed(() -> {
                    throw new IllegalStateException("observed");
                }))
                .hasMessage("observed");
        commit(wrote("b"), "third");

        assertThat(announced).containsExactly("second", "third");
    }

    @Test
    void manyThreadsOnFewRowsKeepTheOrderOfEachRow() {
        var rows = List.of(new LockedRow(), new LockedRow(), new LockedRow(), new LockedRow());

        try (var threads = Executors.newFixedThreadPool(8)) {
            for (var writer = 0; writer < 8; writer++) {
                var random = new Random(writer);
                threads.execute(() -> {
                    for (var round = 0; round < 2_000; round++) {
                        var first = random.nextInt(rows.size());
                        var end = Math.min(rows.size(), first + 1 + random.nextInt(2));
                        increment(rows.subList(first, end), random.nextInt(5) == 0);
                    }
                });
            }
        }

        for (var row : rows) {
            assertThat(row.heard).hasSize(row.value).isSorted().doesNotHaveDuplicates();
        }
    }

    /** As a transaction does: locks rows, lets go of them, and only then goes on to say that it has ended. */
    private void increment(List<LockedRow> rows, boolean isRolledBack) {
        var turn = order.begin();
        var announcements = new ArrayList<Runnable>();
        for (var row : rows) {
            row.lock.acquireUninterruptibly();
            turn.wrote(row);
            if (!isRolledBack) {
                var value = ++row.value;
                announcements.add(() -> row.heard.add(value));
            }
        }
        rows.forEach(row -> row.lock.release());
        if (isRolledBack) {
            turn.rolledBack();
        } else {
            turn.committed(() -> announcements.forEach(Runnable::run));
        }
    }

    /** The semaphore is the database's lock. */
    private static final class LockedRow {
        private final Semaphore lock = new Semaphore(1);
        private final List<Integer> heard = new ArrayList<>();
        private int value;
    }

    private CommitOrder.Turn wrote(String... rows) {
        var turn = order.begin();
        for (var row : rows) {
            turn.wrote(row);
        }
        return turn;
    }

    private void commit(CommitOrder.Turn turn, String name) {
        turn.committed(() -> announced.add(name));
    }
}
