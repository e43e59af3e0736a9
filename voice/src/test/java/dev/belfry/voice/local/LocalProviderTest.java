package dev.belfry.voice.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.voice.ProviderContract;
import dev.belfry.domain.voice.VoiceProvider;
import dev.belfry.voice.assistant.Assistant;
import dev.belfry.voice.assistant.RememberedChallenges;
import dev.belfry.voice.speech.GivenEngines;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** With the real engines, and answers given ten times as fast as they sound. */
@DisabledOnOs(value = OS.LINUX, architectures = "aarch64", disabledReason = "Vosk has no library for it")
class LocalProviderTest extends ProviderContract {

    private static final ScheduledExecutorService CLOCK = Executors.newSingleThreadScheduledExecutor();
    private static final ExecutorService THREADS = Executors.newFixedThreadPool(2);

    private final RememberedChallenges challenges = new RememberedChallenges();
    private static final EngineRoom ROOM = new EngineRoom(GivenEngines.MODEL, 2);

    private final VoiceProvider provider = new LocalProvider(
            ROOM, new Assistant(challenges, null, THREADS), List.of(), THREADS, new Pace(CLOCK, System::nanoTime, 10));

    @AfterAll
    static void end() {
        THREADS.shutdownNow();
        CLOCK.shutdownNow();
    }

    @Override
    protected VoiceProvider provider() {
        return provider;
    }

    @Override
    protected byte[] speech() {
        return GivenEngines.engines().mouth().speak("how many challenges are open");
    }

    @Test
    void whatWasSaidComesBackAndIsAnswered() throws Exception {
        say(speech());

        var turn = heard.until("response.done");

        assertThat(only(turn, "conversation.item.input_audio_transcription.completed")
                        .getFirst()
                        .path("transcript")
                        .asString())
                .isEqualTo("how many challenges are open");
        assertThat(only(turn, "response.output_audio_transcript.done")
                        .getFirst()
                        .path("transcript")
                        .asString())
                .isEqualTo("There are 2 open challenges.");
    }

    @Test
    void aSessionDoesNotGrowWithoutEnd() throws Exception {
        for (var part = 0; part < 4; part++) {
            send("""
                    {"type":"session.update","session":{"type":"realtime","audio":{"input":{"noise_reduction":{"%s":"%s"}}}}}""".formatted(part, "x".repeat(100_000)));
        }

        assertThat(heard.next("error").at("/error/message").asString()).contains("262144 characters at most");
    }

    @Test
    void aDraftIsMadeByVoice() throws Exception {
        say(GivenEngines.engines().mouth().speak("make a draft challenge called less noise"));

        heard.next("response.done");

        assertThat(challenges.drafts).containsExactly("Less noise");
    }

    @Test
    void noiseIsNotAnswered() throws Exception {
        var noise = new byte[48_000];
        for (var i = 0; i < noise.length; i++) {
            noise[i] = (byte) (i * 31 % 17);
        }
        say(noise);
        say(speech());

        assertThat(only(heard.until("response.done"), "response.created")).hasSize(1);
    }
}
