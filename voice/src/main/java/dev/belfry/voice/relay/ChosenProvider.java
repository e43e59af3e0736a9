package dev.belfry.voice.relay;

import dev.belfry.domain.voice.VoiceProvider;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who answers those who speak, if anybody does.
 *
 * @param problems what is wrong with the settings; each names one and what it must be
 */
public record ChosenProvider(@Nullable VoiceProvider provider, List<String> problems) {

    public ChosenProvider {
        problems = List.copyOf(problems);
    }

    /** As {@code /config.json} says it. */
    public String name() {
        return provider == null ? "off" : provider.name();
    }
}
