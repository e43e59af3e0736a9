package dev.belfry.realtime.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.change.Json;
import dev.belfry.realtime.channel.Disconnect;
import dev.belfry.realtime.limits.Limits;
import dev.belfry.realtime.protocol.Fastlane;
import dev.belfry.realtime.protocol.Frame;
import dev.belfry.realtime.protocol.Refs;
import dev.belfry.realtime.protocol.Serializer;
import dev.belfry.realtime.protocol.ServerMessage;
import dev.belfry.realtime.resume.Receipt;
import dev.belfry.realtime.traffic.Traffic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What is written at once, in which order, and how it ends. */
class SocketWriterTest {

    private static final byte[] GOODBYE = {(byte) 0x88, 0};

    private final Queue<Runnable> threads = new ArrayDeque<>();
    private final AtomicLong waiting = new AtomicLong();
    private final Traffic traffic = new Traffic((refusal, count) -> {});
    private final TestLine line = new TestLine();
    private final SocketWriter writer = new SocketWriter(
            line, Serializer.of("2.0.0").orElseThrow(), threads::add, Limits.DEFAULT, waiting, traffic);

    private static final class TestLine extends OutputStream implements SocketWriter.Line {

        private final ByteArrayOutputStream unflushed = new ByteArrayOutputStream();
        private final List<byte[]> written = new ArrayList<>();
        private final List<String> told = new ArrayList<>();
        private boolean isBroken;
        private Runnable whileWriting = () -> {};

        @Override
        public void write(int one) throws IOException {
            throw new IOException("frames are written whole");
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            if (isBroken) {
                throw new IOException("gone");
            }
            whileWriting.run();
            unflushed.write(bytes);
        }

        @Override
        public void flush() {
            written.add(unflushed.toByteArray());
            unflushed.reset();
        }

        @Override
        public OutputStream out() {
            return this;
        }

        @Override
        public void end(Disconnect why) {
            told.add("end " + why);
        }

        @Override
        public void saidGoodbye() {
            told.add("goodbye");
        }

        @Override
        public void cut() {
            told.add("cut");
        }

        List<String> texts() {
            return written.stream()
                    .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                    .toList();
        }
    }

    @Test
    void whatHasComeTogetherIsWrittenTogether() {
        writer.send(reply("1"));
        writer.send(reply("2"));
        writer.send(reply("3"));
        assertThat(threads).as("one thread").hasSize(1);

        run();

        assertThat(line.written).hasSize(1);
        assertThat(line.texts().getFirst()).containsSubsequence("\"1\"", "\"2\"", "\"3\"");
        assertThat(waiting).hasValue(0);
        assertThat(traffic.messagesOut()).isEqualTo(3);
    }

    @Test
    void whatIsUrgentPassesWhatWaits() {
        writer.send(reply("1"));
        writer.sendFirst(reply("2"));

        run();

        assertThat(line.texts().getFirst()).containsSubsequence("\"2\"", "\"1\"");
    }

    @Test
    void moreThanIsWrittenAtOnceIsWrittenInPieces() {
        for (var i = 0; i < 1_000; i++) {
            writer.send(reply("x".repeat(1_000)));
        }

        run();

        assertThat(line.written).hasSizeBetween(20, 60);
        assertThat(waiting).hasValue(0);
    }

    @Test
    void aPingFollowsWhatSomebodyWantsToKnowArrived() {
        var told = new ArrayList<String>();
        writer.send(change(), () -> receipt(told));

        run();

        assertThat(told).containsExactly("written");
        assertThat(line.written).hasSize(2);
        assertThat(line.written.get(1)[0]).isEqualTo((byte) 0x89);
        writer.pong(ByteBuffer.wrap(line.written.get(1), 2, 8));
        assertThat(told).containsExactly("written", "arrived");
        assertThat(threads).as("nothing more to ask").isEmpty();
        assertThat(traffic.messagesOut()).as("a ping is no message").isEqualTo(1);
    }

    @Test
    void whoeverEndsSaysGoodbyeAfterWhatIsBeingWritten() {
        writer.send(reply("1"));
        writer.end(Disconnect.FLOOD);
        writer.send(reply("2"));
        writer.sendControl(Frame.made(GOODBYE));

        run();

        assertThat(line.written).containsExactly(GOODBYE);
        assertThat(line.told).containsExactly("end FLOOD", "goodbye");
        assertThat(traffic.dropped()).isEqualTo(1);
    }

    @Test
    void finishedItIsCutWhenWhatWaitsIsWritten() {
        writer.sendControl(Frame.made(GOODBYE));
        writer.finish();
        assertThat(line.told).isEmpty();

        run();

        assertThat(line.told).containsExactly("goodbye", "cut");
        assertThat(traffic.messagesOut()).isZero();
    }

    @Test
    void whoeverLetsItsOutboxFillIsCutOff() {
        while (line.told.isEmpty()) {
            writer.send(reply("x".repeat(100_000)));
        }

        assertThat(line.told).containsExactly("end SLOW");
        assertThat(waiting).hasValue(0);
        assertThat(traffic.slowReaders()).isEqualTo(1);
    }

    @Test
    void whoeverTakesTooLongIsCutOff() {
        var patience = Limits.DEFAULT.patience().toNanos();
        writer.check(System.nanoTime() + 2 * patience);
        assertThat(line.told).as("nothing is being written").isEmpty();

        line.whileWriting = () -> {
            writer.check(System.nanoTime() + patience / 2);
            assertThat(line.told).as("patience").isEmpty();
            writer.check(System.nanoTime() + 2 * patience);
        };
        writer.send(reply("1"));
        run();

        assertThat(line.told).containsExactly("end SLOW");
        assertThat(traffic.slowReaders()).isEqualTo(1);
    }

    @Test
    void whatCannotBeWrittenCutsItAndNothingIsKept() {
        line.isBroken = true;
        writer.send(reply("1"));

        run();
        writer.send(reply("2"));

        assertThat(line.told).containsExactly("cut");
        assertThat(threads).isEmpty();
        assertThat(waiting).hasValue(0);
        assertThat(traffic.slowReaders()).isEqualTo(1);
    }

    private void run() {
        for (var next = threads.poll(); next != null; next = threads.poll()) {
            next.run();
        }
    }

    private static ServerMessage reply(String ref) {
        return new ServerMessage.Reply(new Refs(null, ref), "realtime:a", true, Json.MAPPER.createObjectNode());
    }

    private static Fastlane change() {
        return new Fastlane(new ServerMessage.PostgresChanges("realtime:a", List.of(1L), () -> "{}"));
    }

    private static Receipt receipt(List<String> told) {
        return new Receipt() {
            @Override
            public void written() {
                told.add("written");
            }

            @Override
            public void acknowledged() {
                told.add("arrived");
            }
        };
    }
}
