package dev.belfry.realtime.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.belfry.domain.presence.Meta;
import dev.belfry.domain.presence.PresenceMoved;
import dev.belfry.realtime.hub.LocalHub;
import dev.belfry.realtime.hub.TopicKey;
import dev.belfry.realtime.protocol.ServerMessage;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * With a real hub and a real thread. That nothing happens is seen by asking that same thread for something later: what is due before is
 * done by then.
 */
@Timeout(60)
class PresencesTest {

    private static final TopicKey ROOM = new TopicKey("room", false);
    private static final TopicKey PRIVATE_ROOM = new TopicKey("room", true);
    private static final Place ADA = new Place("ada", "laptop");
    private static final Place BOB = new Place("bob", "laptop");
    private static final String HERE = "{\"mood\":\"here\"}";
    private static final String AWAY = "{\"mood\":\"away\"}";
    private static final Duration AGES = Duration.ofDays(3_650);
    private static final Duration WINDOW = Duration.ofMillis(100);
    private static final Duration GRACE = Duration.ofMillis(250);

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1);
    private final LocalHub hub = new LocalHub(1 << 20, 1 << 20, Duration.ofMinutes(1));
    private final BlockingQueue<ServerMessage.PresenceDiff> told = new LinkedBlockingQueue<>();
    private final List<PresenceMoved> moves = new CopyOnWriteArrayList<>();
    private final Object owner = new Object();
    private final Object nextOwner = new Object();

    PresencesTest() {
        for (var topic : List.of(ROOM, PRIVATE_ROOM)) {
            hub.subscribe(topic, message -> told.add((ServerMessage.PresenceDiff) message.message()));
        }
    }

    @AfterEach
    void stop() {
        thread.shutdownNow();
    }

    @Test
    void theFirstMoveIsToldAtOnce() throws Exception {
        var presences = presences(AGES, GRACE);

        presences.track(ROOM, ADA, owner, HERE);

        var diff = next();
        assertThat(diff.topic()).isEqualTo("realtime:room");
        assertThat(diff.joins()).containsOnlyKeys("ada");
        assertThat(diff.leaves()).isEmpty();
    }

    @Test
    void whatFollowsWithinTheWindowWaitsForItsEnd() throws Exception {
        var presences = presences(AGES, GRACE);
        presences.track(ROOM, ADA, owner, HERE);
        next();

        presences.track(ROOM, BOB, owner, HERE);
        settle(Duration.ZERO);

        assertThat(told).isEmpty();
        assertThat(current(presences, ROOM)).containsOnlyKeys("ada", "bob");
    }

    @Test
    void whoAsksForTheStateGetsWhatWasTold() throws Exception {
        var presences = presences(AGES, GRACE);
        presences.track(ROOM, ADA, owner, HERE);
        presences.track(ROOM, BOB, owner, HERE);

        var announced = new AtomicReference<Map<String, List<Meta>>>(Map.of());
        presences.withState(ROOM, announced::set);
        settle(Duration.ZERO);

        assertThat(announced.get()).containsOnlyKeys("ada");
    }

    @Test
    void aTopicWithNobodyHasAnEmptyState() throws Exception {
        var presences = presences(AGES, GRACE);
        var announced = new AtomicReference<@Nullable Map<String, List<Meta>>>();

        presences.withState(ROOM, announced::set);

        assertThat(current(presences, ROOM)).isEmpty();
        assertThat(announced.get()).isEqualTo(Map.of());
    }

    @Test
    void theEndOfTheWindowTellsTheRestTogether() throws Exception {
        var presences = presences(WINDOW, GRACE);

        inOneGo(() -> {
            presences.track(ROOM, ADA, owner, HERE);
            presences.track(ROOM, BOB, owner, HERE);
            presences.track(ROOM, new Place("cleo", "laptop"), owner, HERE);
            presences.untrack(ROOM, ADA, owner);
        });

        assertThat(next().joins()).containsOnlyKeys("ada");
        var rest = next();
        assertThat(rest.joins()).containsOnlyKeys("bob", "cleo");
        assertThat(rest.leaves()).containsOnlyKeys("ada");
    }

    @Test
    void howeverMuchHappensWithinTheWindowItsEndIsWaitedForOnce() throws Exception {
        var presences = presences(AGES, GRACE);

        for (var i = 0; i < 100; i++) {
            presences.track(ROOM, ADA, owner, "{\"n\":" + i + "}");
        }
        settle(Duration.ZERO);

        assertThat(thread.getQueue()).hasSize(1);
    }

    @Test
    void whoComesAndGoesWithinTheWindowIsNotToldOf() throws Exception {
        var presences = presences(WINDOW, GRACE);

        inOneGo(() -> {
            presences.track(ROOM, ADA, owner, HERE);
            presences.track(ROOM, BOB, owner, HERE);
            presences.untrack(ROOM, BOB, owner);
        });
        settle(WINDOW.multipliedBy(2));

        assertThat(next().joins()).containsOnlyKeys("ada");
        assertThat(told).isEmpty();
        assertThat(moves).hasSize(1);
    }

    @Test
    void anUpdateIsOneDiffWithBoth() throws Exception {
        var presences = presences(Duration.ZERO, GRACE);
        presences.track(ROOM, ADA, owner, HERE);
        var before = next().joins().get("ada");

        presences.track(ROOM, ADA, owner, AWAY);

        var update = next();
        assertThat(update.leaves().get("ada")).isEqualTo(before);
        assertThat(update.joins().get("ada")).singleElement().satisfies(meta -> {
            assertThat(meta.previous())
                    .isEqualTo(Objects.requireNonNull(before).getFirst().ref());
            assertThat(meta.state()).isEqualTo(AWAY);
        });
    }

    @Test
    void theSameStateAgainTellsNothing() throws Exception {
        var presences = presences(Duration.ZERO, GRACE);
        presences.track(ROOM, ADA, owner, HERE);
        next();

        presences.track(ROOM, ADA, owner, HERE);
        settle(Duration.ofMillis(1));

        assertThat(told).isEmpty();
    }

    @Test
    void aPrivateAndAPublicTopicOfOneNameAreTwo() throws Exception {
        var presences = presences(Duration.ZERO, GRACE);

        presences.track(ROOM, ADA, owner, HERE);
        presences.track(PRIVATE_ROOM, BOB, owner, HERE);

        assertThat(current(presences, ROOM)).containsOnlyKeys("ada");
        assertThat(current(presences, PRIVATE_ROOM)).containsOnlyKeys("bob");
    }

    @Test
    void aBurstGivesFewDiffsAndTheRightEnd() throws Exception {
        var presences = presences(WINDOW, GRACE);
        var client = new Client(presences);

        var start = System.nanoTime();
        for (var i = 0; i < 1_000; i++) {
            presences.track(ROOM, new Place("key " + i % 700, "holder"), owner, "{\"n\":" + i + "}");
        }
        settle(WINDOW.multipliedBy(2));
        var windows = (System.nanoTime() - start) / WINDOW.toNanos() + 1;

        assertThat(told).hasSizeBetween(2, (int) windows + 1).hasSizeLessThan(500);
        assertThat(current(presences, ROOM)).hasSize(700);
        assertThat(client.state()).isEqualTo(PresenceClient.unordered(current(presences, ROOM)));
    }

    @Test
    void whoeverComesAmidABurstEndsWithWhatIsCurrent() throws Exception {
        var presences = presences(Duration.ofMillis(2), GRACE);
        var clients = new ConcurrentLinkedQueue<Client>();

        for (var i = 0; i < 3_000; i++) {
            var place = new Place("key " + i % 7, "holder " + i % 11);
            if (i % 5 == 0) {
                presences.untrack(ROOM, place, owner);
            } else {
                presences.track(ROOM, place, owner, "{\"n\":" + i % 3 + "}");
            }
            if (i % 100 == 0) {
                clients.add(new Client(presences));
            }
        }
        settle(Duration.ofMillis(50));

        var current = PresenceClient.unordered(current(presences, ROOM));
        assertThat(current).isNotEmpty();
        assertThat(clients)
                .hasSize(30)
                .allSatisfy(client -> assertThat(client.state()).isEqualTo(current));
    }

    @Test
    void referencesAreUnique() throws Exception {
        var presences = presences(Duration.ofMillis(1), GRACE);

        for (var i = 0; i < 500; i++) {
            presences.track(ROOM, new Place("ada", "holder " + i), owner, HERE);
        }

        var metas = Objects.requireNonNull(current(presences, ROOM).get("ada"));
        var refs = new HashSet<String>();
        metas.forEach(meta -> refs.add(meta.ref()));
        assertThat(refs).hasSize(500).allMatch(ref -> ref.matches("[A-Za-z0-9_-]{16}"));
    }

    @Test
    void aPlaceThatNobodyTakesOverIsLeftWhenTheGraceTimeIsOver() throws Exception {
        var presences = presences(Duration.ZERO, GRACE);
        presences.track(ROOM, ADA, owner, HERE);
        next();

        var start = System.nanoTime();
        presences.lost(ROOM, ADA, owner);
        var diff = next();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(GRACE);
        assertThat(diff.joins()).isEmpty();
        assertThat(diff.leaves()).containsOnlyKeys("ada");
        assertThat(current(presences, ROOM)).isEmpty();
    }

    @Test
    void aPlaceThatIsTakenOverInTimeIsNeverLeft() throws Exception {
        var presences = presences(Duration.ZERO, GRACE);
        presences.track(ROOM, ADA, owner, HERE);
        var first = next().joins();

        inOneGo(() -> {
            presences.lost(ROOM, ADA, owner);
            presences.track(ROOM, ADA, nextOwner, HERE);
        });
        settle(GRACE.plusMillis(50));

        assertThat(told).isEmpty();
        assertThat(current(presences, ROOM)).isEqualTo(first);
    }

    @Test
    void aPlaceThatIsTakenOverWithAnotherStateIsUpdated() throws Exception {
        var presences = presences(Duration.ZERO, GRACE);
        presences.track(ROOM, ADA, owner, HERE);
        var first = next().joins();

        inOneGo(() -> {
            presences.lost(ROOM, ADA, owner);
            presences.track(ROOM, ADA, nextOwner, AWAY);
        });
        settle(GRACE.plusMillis(50));

        var update = next();
        assertThat(update.leaves()).isEqualTo(first);
        assertThat(update.joins()).containsOnlyKeys("ada");
        assertThat(told).isEmpty();
    }

    @Test
    void whoLosesAPlaceThatAnotherHasTakenTakesNothingFromIt() throws Exception {
        var presences = presences(Duration.ZERO, GRACE);
        presences.track(ROOM, ADA, owner, HERE);
        presences.track(ROOM, ADA, nextOwner, HERE);
        next();

        presences.lost(ROOM, ADA, owner);
        settle(GRACE.plusMillis(50));

        assertThat(told).isEmpty();
        assertThat(current(presences, ROOM)).containsOnlyKeys("ada");
    }

    @Test
    void anOwnerOfBeforeCannotUntrack() throws Exception {
        var presences = presences(Duration.ZERO, GRACE);
        presences.track(ROOM, ADA, owner, HERE);
        presences.track(ROOM, ADA, nextOwner, HERE);
        next();

        presences.untrack(ROOM, ADA, owner);
        settle(Duration.ofMillis(1));
        assertThat(told).isEmpty();
        assertThat(current(presences, ROOM)).containsOnlyKeys("ada");

        presences.untrack(ROOM, ADA, nextOwner);
        assertThat(next().leaves()).containsOnlyKeys("ada");
    }

    @Test
    void movesAreAnnouncedInTheOrderOfTheDiffs() throws Exception {
        var presences = presences(Duration.ofMillis(1), GRACE);

        for (var i = 0; i < 200; i++) {
            presences.track(PRIVATE_ROOM, ADA, owner, "{\"n\":" + i + "}");
        }
        presences.untrack(PRIVATE_ROOM, ADA, owner);
        settle(Duration.ofMillis(50));

        assertThat(told).hasSizeGreaterThan(1);
        assertThat(moves)
                .containsExactlyElementsOf(told.stream()
                        .map(diff -> new PresenceMoved("room", true, diff.joins(), diff.leaves()))
                        .toList());
    }

    @Test
    void anAnnouncementThatFailsHarmsNothing() throws Exception {
        var presences = new Presences(hub, thread, Duration.ZERO, GRACE, moved -> {
            throw new Failure();
        });

        presences.track(ROOM, ADA, owner, HERE);
        assertThat(next().joins()).containsOnlyKeys("ada");
        presences.untrack(ROOM, ADA, owner);
        assertThat(next().leaves()).containsOnlyKeys("ada");

        assertThat(current(presences, ROOM)).isEmpty();
        assertThat(rooms(presences)).isZero();
    }

    @Test
    void aListenerThatFailsHarmsNothing() throws Exception {
        var presences = presences(Duration.ZERO, GRACE);

        presences.withState(ROOM, metas -> {
            throw new Failure();
        });
        presences.track(ROOM, ADA, owner, HERE);

        assertThat(next().joins()).containsOnlyKeys("ada");
    }

    @Test
    void roomsVanishWhenEmpty() throws Exception {
        var presences = presences(Duration.ZERO, GRACE);
        presences.track(ROOM, ADA, owner, HERE);
        presences.track(ROOM, BOB, owner, HERE);
        presences.track(PRIVATE_ROOM, ADA, owner, HERE);
        assertThat(rooms(presences)).isEqualTo(2);

        presences.untrack(ROOM, ADA, owner);
        presences.lost(PRIVATE_ROOM, ADA, owner);
        settle(GRACE.plusMillis(50));
        assertThat(rooms(presences)).isEqualTo(1);

        presences.untrack(ROOM, BOB, owner);
        settle(Duration.ofMillis(1));
        assertThat(rooms(presences)).isZero();
    }

    @Test
    void aRoomWhereSomebodyCameAndWentWithinTheWindowVanishes() throws Exception {
        var presences = presences(WINDOW, GRACE);

        inOneGo(() -> {
            presences.track(ROOM, ADA, owner, HERE);
            presences.untrack(ROOM, ADA, owner);
            presences.track(ROOM, BOB, owner, HERE);
            presences.untrack(ROOM, BOB, owner);
        });
        settle(WINDOW.multipliedBy(2));

        assertThat(rooms(presences)).isZero();
        var came = next();
        var went = next();
        assertThat(went.leaves()).isEqualTo(came.joins());
        assertThat(told).as("nothing of who came and went").isEmpty();
    }

    @Test
    void askingLeavesNoRoomBehind() throws Exception {
        var presences = presences(Duration.ZERO, GRACE);

        presences.withState(ROOM, metas -> {});
        presences.untrack(ROOM, ADA, owner);
        presences.lost(ROOM, ADA, owner);
        settle(GRACE.plusMillis(50));

        assertThat(rooms(presences)).isZero();
    }

    @Test
    void whoMovesWhenTheServerHasStoppedIsNotHarmed() {
        var presences = presences(Duration.ZERO, GRACE);
        thread.shutdownNow();

        assertThatCode(() -> {
                    presences.track(ROOM, ADA, owner, HERE);
                    presences.lost(ROOM, ADA, owner);
                    presences.untrack(ROOM, ADA, owner);
                })
                .doesNotThrowAnyException();
    }

    private Presences presences(Duration window, Duration grace) {
        return new Presences(hub, thread, window, grace, moves::add);
    }

    private ServerMessage.PresenceDiff next() throws InterruptedException {
        return Objects.requireNonNull(told.poll(10, TimeUnit.SECONDS), "no diff within ten seconds");
    }

    /** On the thread that all of it happens on, so that nothing happens until all has been asked for. */
    private void inOneGo(Runnable moves) throws Exception {
        thread.submit(moves).get(30, TimeUnit.SECONDS);
    }

    /** Returns when what was asked for is done, and what was due that much later. */
    private void settle(Duration after) throws Exception {
        thread.submit(() -> {}).get(30, TimeUnit.SECONDS);
        thread.schedule(() -> {}, after.toNanos(), TimeUnit.NANOSECONDS).get(30, TimeUnit.SECONDS);
    }

    private int rooms(Presences presences) throws Exception {
        return thread.submit(presences::rooms).get(10, TimeUnit.SECONDS);
    }

    private static Map<String, List<Meta>> current(Presences presences, TopicKey topic) throws Exception {
        return presences.current(topic).get(10, TimeUnit.SECONDS);
    }

    /** Logged, so without a stack trace. */
    private static final class Failure extends RuntimeException {

        Failure() {
            super("thrown by the test", null, false, false);
        }
    }

    /** As a channel does: diffs count from the state on. */
    private final class Client {

        private @Nullable PresenceClient client;
        private @Nullable Throwable failure;

        Client(Presences presences) {
            hub.subscribe(ROOM, message -> {
                if (client != null && message.message() instanceof ServerMessage.PresenceDiff diff) {
                    apply(client, diff);
                }
            });
            presences.withState(ROOM, metas -> client = new PresenceClient(metas));
        }

        private void apply(PresenceClient known, ServerMessage.PresenceDiff diff) {
            try {
                known.apply(diff.joins(), diff.leaves());
            } catch (AssertionError e) {
                failure = e;
            }
        }

        Map<String, ?> state() {
            assertThat(failure).isNull();
            return Objects.requireNonNull(client, "the state never came").state();
        }
    }
}
