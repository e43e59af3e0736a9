package dev.belfry.realtime.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class LocalHubTest extends HubContract {

    private final LocalHub hub = new LocalHub();

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
}
