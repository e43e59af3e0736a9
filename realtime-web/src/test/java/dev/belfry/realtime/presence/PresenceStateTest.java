package dev.belfry.realtime.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.presence.Meta;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresenceStateTest {

    private static final Place ADA = new Place("ada", "laptop");
    private static final Place ADAS_PHONE = new Place("ada", "phone");
    private static final Place BOB = new Place("bob", "laptop");
    private static final String HERE = "{\"mood\":\"here\"}";
    private static final String AWAY = "{\"mood\":\"away\"}";
    private static final PresenceDiff NOTHING = new PresenceDiff(Map.of(), Map.of());

    private final PresenceState state = new PresenceState();

    @Test
    void nobodyIsThereAtFirst() {
        assertThat(state.isEmpty()).isTrue();
        assertThat(state.takeDiff().isEmpty()).isTrue();
        assertThat(state.announced()).isEmpty();
        assertThat(state.current()).isEmpty();
    }

    @Test
    void whoTracksJoins() {
        assertThat(state.track(ADA, HERE, "1")).isTrue();

        assertThat(state.takeDiff())
                .isEqualTo(new PresenceDiff(Map.of("ada", List.of(new Meta("1", null, HERE))), Map.of()));
        assertThat(state.current()).containsOnlyKeys("ada");
        assertThat(state.isEmpty()).isFalse();
    }

    @Test
    void aDiffIsToldOnce() {
        state.track(ADA, HERE, "1");
        state.takeDiff();

        assertThat(state.takeDiff()).isEqualTo(NOTHING);
    }

    @Test
    void whatIsNotYetToldIsCurrentButNotAnnounced() {
        state.track(ADA, HERE, "1");

        assertThat(state.current()).containsOnlyKeys("ada");
        assertThat(state.announced()).isEmpty();

        state.takeDiff();
        assertThat(state.announced()).isEqualTo(state.current());
    }

    @Test
    void whoNeverTrackedHasNothingToTakeBack() {
        assertThat(state.untrack(ADA)).isFalse();

        assertThat(state.takeDiff()).isEqualTo(NOTHING);
        assertThat(state.isEmpty()).isTrue();
    }

    @Test
    void joinAndLeaveWithinADiffTellNothing() {
        state.track(ADA, HERE, "1");
        state.track(ADA, AWAY, "2");
        assertThat(state.untrack(ADA)).isTrue();

        assertThat(state.announced()).isEmpty();
        assertThat(state.takeDiff()).isEqualTo(NOTHING);
        assertThat(state.isEmpty()).isTrue();
    }

    @Test
    void severalUpdatesBeforeTheFirstDiffAreOneJoinWithoutAVersionBefore() {
        state.track(ADA, HERE, "1");
        state.track(ADA, AWAY, "2");

        assertThat(state.takeDiff())
                .isEqualTo(new PresenceDiff(Map.of("ada", List.of(new Meta("2", null, AWAY))), Map.of()));
    }

    @Nested
    class GivenAdaWasAnnounced {

        private final Meta first = new Meta("1", null, HERE);

        GivenAdaWasAnnounced() {
            state.track(ADA, HERE, "1");
            state.takeDiff();
        }

        @Test
        void theSameStateAgainTellsNothing() {
            assertThat(state.track(ADA, HERE, "2")).isFalse();

            assertThat(state.takeDiff()).isEqualTo(NOTHING);
            assertThat(state.current()).isEqualTo(Map.of("ada", List.of(first)));
        }

        @Test
        @DisplayName("an update is one diff with both joins and leaves, and names the version before (protocol §6.1)")
        void anUpdateIsOneDiffWithBoth() {
            assertThat(state.track(ADA, AWAY, "2")).isTrue();

            assertThat(state.takeDiff())
                    .isEqualTo(new PresenceDiff(
                            Map.of("ada", List.of(new Meta("2", "1", AWAY))), Map.of("ada", List.of(first))));
        }

        @Test
        void severalUpdatesAreOneFromWhatWasAnnounced() {
            state.track(ADA, AWAY, "2");
            state.track(ADA, "{}", "3");

            assertThat(state.takeDiff())
                    .isEqualTo(new PresenceDiff(
                            Map.of("ada", List.of(new Meta("3", "1", "{}"))), Map.of("ada", List.of(first))));
        }

        @Test
        void anUpdateTakenBackTellsNothingAndKeepsTheReference() {
            state.track(ADA, AWAY, "2");
            state.track(ADA, HERE, "3");

            assertThat(state.takeDiff()).isEqualTo(NOTHING);
            assertThat(state.current()).isEqualTo(Map.of("ada", List.of(first)));
        }

        @Test
        void whoUntracksLeaves() {
            assertThat(state.untrack(ADA)).isTrue();
            assertThat(state.isEmpty()).as("a leave is still to be told").isFalse();

            assertThat(state.takeDiff()).isEqualTo(new PresenceDiff(Map.of(), Map.of("ada", List.of(first))));
            assertThat(state.isEmpty()).isTrue();
        }

        @Test
        void whoUntracksTwiceLeavesOnce() {
            state.untrack(ADA);

            assertThat(state.untrack(ADA)).isFalse();
            assertThat(state.takeDiff().leaves()).containsOnlyKeys("ada");
        }

        @Test
        void anUpdateAndALeaveTellOnlyTheLeaveOfWhatWasAnnounced() {
            state.track(ADA, AWAY, "2");
            state.untrack(ADA);

            assertThat(state.takeDiff()).isEqualTo(new PresenceDiff(Map.of(), Map.of("ada", List.of(first))));
        }

        @Test
        void leavingAndComingBackWithTheSameStateTellsNothing() {
            state.untrack(ADA);
            assertThat(state.track(ADA, HERE, "2")).isTrue();

            assertThat(state.takeDiff()).isEqualTo(NOTHING);
            assertThat(state.current()).isEqualTo(Map.of("ada", List.of(first)));
        }

        @Test
        void leavingAndComingBackWithAnotherStateIsAnUpdate() {
            state.untrack(ADA);
            state.track(ADA, AWAY, "2");

            assertThat(state.takeDiff())
                    .isEqualTo(new PresenceDiff(
                            Map.of("ada", List.of(new Meta("2", "1", AWAY))), Map.of("ada", List.of(first))));
        }

        @Test
        void comingBackAfterTheLeaveWasToldIsAJoinLikeTheFirst() {
            state.untrack(ADA);
            state.takeDiff();
            state.track(ADA, HERE, "2");

            assertThat(state.takeDiff())
                    .isEqualTo(new PresenceDiff(Map.of("ada", List.of(new Meta("2", null, HERE))), Map.of()));
        }

        @Test
        void anotherPlaceOfTheSameKeyStandsBesideIt() {
            state.track(ADAS_PHONE, HERE, "2");

            assertThat(state.takeDiff())
                    .isEqualTo(new PresenceDiff(Map.of("ada", List.of(new Meta("2", null, HERE))), Map.of()));
            assertThat(state.current().get("ada")).containsExactly(first, new Meta("2", null, HERE));
        }

        @Test
        void oneOfTwoPlacesLeavesAlone() {
            state.track(ADAS_PHONE, AWAY, "2");
            state.takeDiff();
            state.untrack(ADA);

            assertThat(state.takeDiff()).isEqualTo(new PresenceDiff(Map.of(), Map.of("ada", List.of(first))));
            assertThat(state.current()).isEqualTo(Map.of("ada", List.of(new Meta("2", null, AWAY))));
        }

        @Test
        void oneDiffTellsOfAll() {
            state.track(BOB, HERE, "2");
            state.untrack(ADA);

            assertThat(state.takeDiff())
                    .isEqualTo(new PresenceDiff(
                            Map.of("bob", List.of(new Meta("2", null, HERE))), Map.of("ada", List.of(first))));
        }

        @Test
        void whatWasAnnouncedAndTheNextDiffMakeWhatIsCurrent() {
            state.track(ADAS_PHONE, HERE, "2");
            state.track(BOB, HERE, "3");
            state.takeDiff();
            state.track(ADA, AWAY, "4");
            state.untrack(BOB);
            state.track(new Place("cleo", "laptop"), HERE, "5");

            var client = new PresenceClient(state.announced());
            assertThat(client.state()).containsOnlyKeys("ada", "bob");
            var diff = state.takeDiff();
            client.apply(diff.joins(), diff.leaves());

            assertThat(client.state()).isEqualTo(PresenceClient.unordered(state.current()));
            assertThat(client.state()).containsOnlyKeys("ada", "cleo");
        }
    }

    /** Clients come at any time, between moves that nobody has been told of yet. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whateverHappensEachClientEndsWithWhatIsCurrent(long seed) {
        var random = new Random(seed);
        var clients = new ArrayList<PresenceClient>();
        var toldOf = 0;

        for (var step = 0; step < 3_000; step++) {
            var place = new Place("key " + random.nextInt(3), "holder " + random.nextInt(3));
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3 -> state.track(place, "{\"n\":" + random.nextInt(3) + "}", "ref " + step);
                case 4, 5, 6 -> state.untrack(place);
                case 7 -> clients.add(new PresenceClient(state.announced()));
                default -> {
                    var diff = state.takeDiff();
                    toldOf += diff.isEmpty() ? 0 : 1;
                    clients.forEach(client -> client.apply(diff.joins(), diff.leaves()));

                    var current = PresenceClient.unordered(state.current());
                    assertThat(PresenceClient.unordered(state.announced())).isEqualTo(current);
                    assertThat(clients)
                            .allSatisfy(client -> assertThat(client.state()).isEqualTo(current));
                    if (clients.size() > 20) {
                        clients.clear();
                    }
                }
            }
        }

        assertThat(toldOf).isGreaterThan(100);
    }
}
