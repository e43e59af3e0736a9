package dev.belfry.realtime.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.change.Json;
import dev.belfry.realtime.protocol.BroadcastContent;
import dev.belfry.realtime.protocol.Fastlane;
import dev.belfry.realtime.protocol.ServerMessage.Broadcast;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Broadcasts that are remembered for who comes back. */
@Timeout(60)
class RoomMemoryTest {

    private static final TopicKey ROOM = new TopicKey("room", false);

    private final LocalHub hub = new LocalHub(10_000, 25_000, Duration.ofMinutes(1));

    @Test
    void whoComesBackGetsWhatWasSaidAndThenWhatIsSaid() {
        var memory = hub.remember(ROOM);
        say(1);
        var from = memory.next();
        say(2);
        say(3);

        var back = new Page("a");
        memory.subscribe(back, from, RoomMemoryTest::never);
        say(4);

        assertThat(back.heard).containsExactly(2L, 3L, 4L);
    }

    @Test
    void whatAPageSaidItselfIsNotRememberedToIt() {
        var memory = hub.remember(ROOM);
        hub.publishFrom(new Page("a"), ROOM, broadcast(0));
        hub.publishFrom(new Page("b"), ROOM, broadcast(0));

        var back = new Page("a");
        memory.subscribe(back, 1, RoomMemoryTest::never);

        assertThat(back.heard).containsExactly(2L);
    }

    @Test
    void beyondTheBoundOfATopicTheFirstAreForgottenAndThatIsSaid() {
        var memory = hub.remember(ROOM);
        for (var i = 0; i < 100; i++) {
            hub.publish(ROOM, broadcast(1000));
        }
        var missed = new ArrayList<String>();

        var back = new Page("a");
        memory.subscribe(back, 1, () -> missed.add("missed"));

        assertThat(missed).containsExactly("missed");
        assertThat(back.heard).hasSizeBetween(5, 9).endsWith(100L);
        assertThat(hub.remembered()).isLessThanOrEqualTo(10_000);
    }

    @Test
    void nothingIsRememberedWithoutNeedAndNothingIsLeft() {
        say(1);
        var one = hub.remember(ROOM);
        var other = hub.remember(ROOM);
        say(2);
        assertThat(hub.remembered()).isPositive();

        one.close();
        one.close();
        assertThat(hub.remembered()).as("the other still remembers").isPositive();
        other.close();

        assertThat(hub.remembered()).isZero();
        assertThat(hub.topics()).isZero();
    }

    @Test
    void ofManyPublishersEachPageHearsEveryNumberOnceAndInOrder() throws Exception {
        var large = new LocalHub(1 << 24, 1 << 24, Duration.ofMinutes(1));
        var memory = large.remember(ROOM);
        var early = new Page("early");
        memory.subscribe(early, 1, RoomMemoryTest::never);
        var late = new Page("late");
        var publishers = new ArrayList<Thread>();
        for (var i = 0; i < 4; i++) {
            publishers.add(Thread.ofPlatform().start(() -> {
                for (var j = 0; j < 2000; j++) {
                    large.publish(ROOM, broadcast(0));
                }
            }));
        }
        var from = memory.next();
        memory.subscribe(late, from, RoomMemoryTest::never);
        for (var publisher : publishers) {
            publisher.join();
        }

        assertThat(early.heard).hasSize(8000).isSorted();
        assertThat(late.heard).hasSize((int) (8001 - from)).isSorted().doesNotHaveDuplicates();
    }

    private static void never() {
        throw new AssertionError("nothing is missing");
    }

    private void say(int size) {
        hub.publish(ROOM, broadcast(size));
    }

    private static Broadcast broadcast(int size) {
        return new Broadcast(
                ROOM.topic(),
                new BroadcastContent.Whole(Json.MAPPER.createObjectNode().put("event", "e"), size));
    }

    /** Remembers the numbers of what it heard. */
    private static final class Page implements Subscriber {

        private final String id;
        private final List<Long> heard = new CopyOnWriteArrayList<>();

        Page(String id) {
            this.id = id;
        }

        @Override
        public void receive(Fastlane message) {
            heard.add(message.number());
        }

        @Override
        public Object identity() {
            return id;
        }
    }
}
