package dev.belfry.voice.start;

import dev.belfry.domain.voice.VoiceProvider;
import dev.belfry.voice.relay.ChosenProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Chooses the provider: the one that is named; else {@code openai} if it has a key, else {@code local} if it is there. */
final class Choice {

    private static final String OFF = "off";
    private static final List<String> UNNAMED = List.of("openai", "local");

    private Choice() {}

    static ChosenProvider of(Optional<String> named, List<VoiceProvider> providers) {
        if (named.isPresent()) {
            return named(named.get(), providers);
        }
        return UNNAMED.stream()
                .flatMap(name -> find(name, providers).stream())
                .filter(provider -> provider.problems().isEmpty())
                .findFirst()
                .map(provider -> new ChosenProvider(provider, List.of()))
                .orElse(new ChosenProvider(null, List.of()));
    }

    private static ChosenProvider named(String name, List<VoiceProvider> providers) {
        if (name.equals(OFF)) {
            return new ChosenProvider(null, List.of());
        }
        var provider = find(name, providers);
        if (provider.isEmpty()) {
            var names = new ArrayList<>(
                    providers.stream().map(VoiceProvider::name).sorted().toList());
            names.add(OFF);
            return new ChosenProvider(
                    null, List.of("BELFRY_VOICE_PROVIDER must be one of " + names + ", not " + name + "."));
        }
        var problems = provider.get().problems();
        return new ChosenProvider(problems.isEmpty() ? provider.get() : null, problems);
    }

    private static Optional<VoiceProvider> find(String name, List<VoiceProvider> providers) {
        return providers.stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst();
    }
}
