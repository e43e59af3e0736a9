package dev.belfry.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void kindsAndOptionsMayStandInAnyOrder() {
        var options = Options.of("--sockets", "50", "fanout", "--vsn", "1.0.0", "ack", "--profile");

        assertThat(options.kinds()).containsExactly(Kind.FANOUT, Kind.ACK);
        assertThat(options.sockets(1000)).isEqualTo(50);
        assertThat(options.wire()).isEqualTo(Wire.ONE);
        assertThat(options.rounds()).isEqualTo(3);
        assertThat(options.isProfiled()).isTrue();
    }

    @Test
    void withoutAKindAllButTheLongOneAreMeant() {
        assertThat(Options.of().kinds()).contains(Kind.FANOUT, Kind.VOICE).doesNotContain(Kind.SOAK);
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThatThrownBy(() -> Options.of("fan")).hasMessageContaining("fan is no kind of benchmark");
        assertThatThrownBy(() -> Options.of("--size", "1")).hasMessageContaining("--size is no option");
        assertThatThrownBy(() -> Options.of("--sockets")).hasMessageContaining("--sockets has no value");
        assertThatThrownBy(() -> Options.of("--sockets", "0").sockets(1)).hasMessageContaining("from 1");
        assertThatThrownBy(() -> Options.of("--vsn", "3").wire()).hasMessageContaining("1.0.0 or 2.0.0");
    }
}
