package dev.belfry.voice.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.access.Claims;
import dev.belfry.domain.voice.VoiceProvider;
import dev.belfry.voice.relay.ChosenProvider;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChoiceTest {

    @Test
    void aKeyMeansOpenAi() {
        assertThat(choose(null, usable("scripted"), usable("local"), usable("openai"))
                        .name())
                .isEqualTo("openai");
    }

    @Test
    void withoutAKeyTheLocalOneIsTakenIfItIsThere() {
        assertThat(choose(null, unusable("openai"), usable("local")).name()).isEqualTo("local");
    }

    @Test
    void otherwiseVoiceIsOffAndThatIsNoMistake() {
        assertThat(choose(null, unusable("openai"), unusable("local"), usable("scripted")))
                .isEqualTo(new ChosenProvider(null, List.of()));
        assertThat(choose(null).name()).isEqualTo("off");
        assertThat(choose("off", usable("openai"))).isEqualTo(new ChosenProvider(null, List.of()));
    }

    @Test
    void theOneThatIsNamedIsTaken() {
        assertThat(choose("scripted", usable("openai"), usable("scripted")).name())
                .isEqualTo("scripted");
    }

    @Test
    void theOneThatIsNamedAndCannotBeUsedIsAMistake() {
        assertThat(choose("openai", unusable("openai"), usable("local")))
                .isEqualTo(new ChosenProvider(null, List.of("openai needs something")));
        assertThat(choose("azure", usable("openai"), usable("local")).problems())
                .containsExactly("BELFRY_VOICE_PROVIDER must be one of [local, openai, off], not azure.");
    }

    private static ChosenProvider choose(@Nullable String named, VoiceProvider... providers) {
        return Choice.of(Optional.ofNullable(named), List.of(providers));
    }

    private static VoiceProvider usable(String name) {
        return new Named(name, List.of());
    }

    private static VoiceProvider unusable(String name) {
        return new Named(name, List.of(name + " needs something"));
    }

    private record Named(String name, List<String> problems) implements VoiceProvider {

        @Override
        public Leg open(Claims caller, Listener listener) {
            throw new UnsupportedOperationException();
        }
    }
}
