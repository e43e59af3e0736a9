package dev.belfry.realtime.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FastlaneTest {

    private final AtomicInteger encodings = new AtomicInteger();
    private final Fastlane fastlane = new Fastlane(new ServerMessage.PostgresChanges(
            "realtime:a", List.of(1L), () -> "{\"encoding\":" + encodings.incrementAndGet() + "}"));

    @Test
    void nothingIsEncodedBeforeSomebodyNeedsIt() {
        assertThat(fastlane.message().topic()).isEqualTo("realtime:a");
        assertThat(encodings).hasValue(0);
    }

    @Test
    void eachVersionIsEncodedOnce() {
        var v1 = fastlane.frame(V1.INSTANCE);
        var v2 = fastlane.frame(V2.INSTANCE);

        assertThat(fastlane.frame(V1.INSTANCE)).isSameAs(v1).isNotNull();
        assertThat(fastlane.frame(V2.INSTANCE)).isSameAs(v2).isNotNull();
        assertThat(encodings).hasValue(2);
    }

    @Test
    void eachVersionGetsItsOwnFrame() {
        assertThat(fastlane.frame(V2.INSTANCE))
                .hasToString("[null,null,\"realtime:a\",\"postgres_changes\",{\"ids\":[1],\"data\":{\"encoding\":1}}]");
        assertThat(fastlane.frame(V1.INSTANCE))
                .hasToString(
                        "{\"topic\":\"realtime:a\",\"event\":\"postgres_changes\",\"payload\":{\"ids\":[1],\"data\":{\"encoding\":2}},\"ref\":null}");
    }

    @Test
    void whatAVersionCannotCarryIsNoFrame() {
        var bytes = new Fastlane(
                new ServerMessage.Broadcast("realtime:a", new BroadcastContent.Binary("e", new byte[] {1})));

        assertThat(bytes.frame(V1.INSTANCE)).isNull();
        assertThat(bytes.frame(V1.INSTANCE)).isNull();
        assertThat(bytes.frame(V2.INSTANCE)).isNotNull();
    }
}
