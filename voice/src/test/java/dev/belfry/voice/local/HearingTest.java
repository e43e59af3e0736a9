package dev.belfry.voice.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.voice.speech.Sound;
import dev.belfry.voice.speech.SpeechToText;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HearingTest {

    private static final byte[] A_SECOND = new byte[Sound.bytes(1000)];

    private final OneEar ear = new OneEar();
    private final Hearing hearing = new Hearing(ear, new Nobody());

    @Test
    void aTurnThatTheClientNeverEndsKeepsNobodyElseFromBeingHeard() {
        for (var second = 0; second < 61; second++) {
            hearing.hear(A_SECOND);
        }

        assertThat(ear.isFree).isTrue();
        assertThat(hearing.heldMillis()).isEqualTo(61_000);
        assertThat(hearing.take()).isEqualTo("60 seconds");
    }

    @Test
    void theNextTurnIsHeardAnew() {
        hearing.hear(A_SECOND);
        assertThat(hearing.take()).isEqualTo("1 seconds");

        hearing.hear(A_SECOND);
        hearing.hear(A_SECOND);

        assertThat(ear.isFree).isFalse();
        assertThat(hearing.take()).isEqualTo("2 seconds");
        assertThat(ear.isFree).isTrue();
    }

    /** Understands how long it was spoken to. */
    private static final class OneEar implements SpeechToText {

        private boolean isFree = true;

        @Override
        public Optional<Utterance> listen() {
            if (!isFree) {
                return Optional.empty();
            }
            isFree = false;
            return Optional.of(new Utterance() {

                private long bytes;

                @Override
                public void hear(byte[] pcm) {
                    bytes += pcm.length;
                }

                @Override
                public String text() {
                    return Sound.millis(bytes) / 1000 + " seconds";
                }

                @Override
                public void close() {
                    isFree = true;
                }
            });
        }

        @Override
        public void close() {
            isFree = false;
        }
    }

    private static final class Nobody implements Hearing.Turns {

        @Override
        public void started(long atMillis) {
            throw new AssertionError("nobody looks for turns");
        }

        @Override
        public void stopped(long atMillis) {
            throw new AssertionError("nobody looks for turns");
        }

        @Override
        public void unheard() {
            throw new AssertionError("there is an ear");
        }
    }
}
