package dev.belfry.realtime.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.realtime.resume.Receipt;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A pong says that what was written before its ping has arrived, and no more. */
class ReceiptsTest {

    private final Receipts receipts = new Receipts();
    private final List<String> told = new ArrayList<>();

    @Test
    void aPongAcknowledgesWhatWasWrittenBeforeItsPing() {
        receipts.written(receipt("a"));
        receipts.written(receipt("b"));
        var ping = Objects.requireNonNull(receipts.ping());
        receipts.written(receipt("c"));

        assertThat(receipts.pong(ByteBuffer.wrap(ping))).as("another is due").isTrue();

        assertThat(told).containsExactly("a written", "b written", "c written", "a arrived", "b arrived");
    }

    @Test
    void oneIsUnderWayAtATimeAndNoneWithoutNeed() {
        assertThat(receipts.ping()).isNull();
        receipts.written(receipt("a"));
        var ping = Objects.requireNonNull(receipts.ping());
        receipts.written(receipt("b"));

        assertThat(receipts.ping()).isNull();
        receipts.pong(ByteBuffer.wrap(ping));
        assertThat(receipts.ping()).isNotNull();
    }

    @Test
    void aPongThatNobodyAskedForSaysNothing() {
        receipts.written(receipt("a"));
        receipts.ping();

        receipts.pong(ByteBuffer.allocate(0));
        receipts.pong(ByteBuffer.allocate(8).putLong(0, 7));

        assertThat(told).containsExactly("a written");
    }

    private Receipt receipt(String name) {
        return new Receipt() {
            @Override
            public void written() {
                told.add(name + " written");
            }

            @Override
            public void acknowledged() {
                told.add(name + " arrived");
            }
        };
    }
}
