package dev.belfry.voice.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.voice.Heard;
import dev.belfry.domain.voice.VoiceProvider.Leg;
import dev.belfry.voice.assistant.Assistant;
import dev.belfry.voice.assistant.RememberedChallenges;
import dev.belfry.voice.speech.GivenEngines;
import dev.belfry.voice.speech.Sound;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Two may be listened to at once. */
@Timeout(120)
@DisabledOnOs(value = OS.LINUX, architectures = "aarch64", disabledReason = "Vosk has no library for it")
class ManySessionsTest {

    private static final Claims ADA =
            new Claims("{}", "authenticated", "11111111-1111-1111-1111-111111111111", Instant.MAX);
    private static final byte[] QUESTION = GivenEngines.engines().mouth().speak("how many challenges are open");

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final CountDownLatch database = new CountDownLatch(1);
    private final LocalProvider provider = new LocalProvider(
            new EngineRoom(GivenEngines.MODEL, 2),
            new Assistant(new Locked(), null, Executors.newFixedThreadPool(2)),
            List.of(),
            threads,
            new Pace(clock, System::nanoTime, 10));

    /** Counts when it is let. */
    private final class Locked extends RememberedChallenges {

        @Override
        public long count(Claims caller, @Nullable String status, boolean isMine) {
            try {
                database.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return super.count(caller, status, isMine);
        }
    }

    @AfterEach
    void end() {
        database.countDown();
        provider.close();
    }

    @Test
    void whoeverWaitsForTheDatabaseKeepsNobodyFromBeingHeard() throws Exception {
        var waiting = new ArrayList<Heard>();
        for (var i = 0; i < 3; i++) {
            waiting.add(new Heard());
            var leg = provider.open(ADA, waiting.getLast());
            write(leg, "How many challenges are open?");
            leg.send("{\"type\":\"response.create\"}").toCompletableFuture().get();
            waiting.getLast().next("response.created");
        }
        var other = new Heard();
        var leg = provider.open(ADA, other);

        write(leg, "Hello");
        other.next("conversation.item.done");

        database.countDown();
        for (var heard : waiting) {
            heard.next("response.done");
        }
    }

    private static void write(Leg leg, String text) throws Exception {
        leg.send("""
                {"type":"conversation.item.create","item":{"type":"message","role":"user",
                 "content":[{"type":"input_text","text":"%s"}]}}""".formatted(text)).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void whoeverIsOneTooManyIsToldSoAndIsHeardLater() throws Exception {
        database.countDown();
        var first = new Heard();
        var third = new Heard();
        var legs = List.of(provider.open(ADA, first), provider.open(ADA, new Heard()), provider.open(ADA, third));

        for (var leg : legs) {
            append(leg, QUESTION);
        }
        assertThat(third.next("error").at("/error/code").asString()).isEqualTo("server_overloaded");
        append(legs.getFirst(), new byte[Sound.bytes(1000)]);
        append(legs.getLast(), new byte[Sound.bytes(1000)]);
        assertThat(transcript(third)).isEmpty();
        assertThat(transcript(first)).isEqualTo("how many challenges are open");
        first.next("response.done");
        append(legs.getLast(), QUESTION);
        append(legs.getLast(), new byte[Sound.bytes(1000)]);

        assertThat(transcript(third)).isEqualTo("how many challenges are open");
        legs.forEach(Leg::close);
    }

    @Test
    void sessionsThatEndAnywhereLeaveNothingBehind() throws Exception {
        database.countDown();
        var random = new Random(7);
        var ended = new ArrayList<Heard>();
        for (var i = 0; i < 12; i++) {
            var heard = new Heard();
            var leg = provider.open(ADA, heard);
            var begun = leg.send(event(new byte[Sound.bytes(20 + random.nextInt(400))]));
            var unused = leg.send(event(QUESTION));
            unused = leg.send("{\"type\":\"response.create\"}");
            if (random.nextBoolean()) {
                begun.toCompletableFuture().get();
            }
            leg.close();
            append(leg, QUESTION);
            ended.add(heard);
        }

        for (var heard : ended) {
            assertThat(heard.end()).startsWith("1000");
            assertThat(heard.faults()).isEmpty();
        }
        var heard = new Heard();
        var leg = provider.open(ADA, heard);
        append(leg, QUESTION);
        append(leg, new byte[Sound.bytes(1000)]);
        assertThat(transcript(heard)).isEqualTo("how many challenges are open");
        leg.close();
    }

    private static String transcript(Heard heard) throws InterruptedException {
        return heard.next("conversation.item.input_audio_transcription.completed")
                .path("transcript")
                .asString();
    }

    private static void append(Leg leg, byte[] sound) throws Exception {
        leg.send(event(sound)).toCompletableFuture().get();
    }

    private static String event(byte[] sound) {
        return "{\"type\":\"input_audio_buffer.append\",\"audio\":\""
                + Base64.getEncoder().encodeToString(sound) + "\"}";
    }
}
