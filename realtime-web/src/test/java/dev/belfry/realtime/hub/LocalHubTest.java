package dev.belfry.realtime.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.realtime.protocol.Fastlane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LocalHubTest extends HubContract {

    private final LocalHub hub = new LocalHub(1 << 20, 1 << 20, Duration.ofMinutes(1));

    @Override
    Hub hub() {
        return hub;
    }

    @Test
    void emptyTopicsLeaveNothingBehind() {
        var one = hub.subscribe(ROOM, new Inbox());
        var other = hub.subscribe(ROOM, new Inbox());
        assertThat(hub.topics()).isEqualTo(1);

        one.close();
        assertThat(hub.topics()).isEqualTo(1);

        other.close();
        assertThat(hub.topics()).isZero();
    }

    @Test
    void publishingToNobodyLeavesNothingBehind() {
        hub.publish(ROOM, message("hello"));

        assertThat(hub.topics()).isZero();
    }

    @Test
    void manyWhoComeAndGoAtOnceLeaveNothingBehind() throws Exception {
        Callable<Void> comeAndGo = () -> {
            for (var i = 0; i < 2_000; i++) {
                hub.subscribe(new TopicKey("room " + i % 3, i % 2 == 0), new Inbox())
                        .close();
            }
            return null;
        };

        inParallel(List.of(comeAndGo, comeAndGo, comeAndGo));

        assertThat(hub.topics()).isZero();
    }

    /** The last one leaves at the very moment when the next one is entered into the topic: seen by its hash being asked for. */
    @Test
    void whoJoinsAsTheLastOneLeavesIsNotLost() throws Exception {
        var last = hub.subscribe(ROOM, new Inbox());
        var leaving = new Thread(last::close);
        var heard = new ArrayList<Fastlane>();
        var next = new Subscriber() {
            @Override
            public void receive(Fastlane message) {
                heard.add(message);
            }

            @Override
            public boolean equals(@Nullable Object other) {
                return this == other;
            }

            @Override
            public int hashCode() {
                if (leaving.getState() == Thread.State.NEW) {
                    leaving.start();
                    joinOrGoOn(leaving);
                }
                return 1;
            }
        };

        hub.subscribe(ROOM, next);
        leaving.join();
        hub.publish(ROOM, message("hello"));

        assertThat(heard).hasSize(1);
    }

    /** A hub that keeps the other one waiting is right, so that this has to end. */
    private static void joinOrGoOn(Thread leaving) {
        try {
            leaving.join(100);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
