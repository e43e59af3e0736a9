package dev.belfry.domain.settings;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/** Reads settings, and remembers what is wrong with them. */
public final class SettingsReader {

    private final Config config;
    private final List<String> problems = new ArrayList<>();

    public SettingsReader(Config config) {
        this.config = config;
    }

    /** What was found wrong so far; each names the setting and what it must be. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    public void problem(String problem) {
        problems.add(problem);
    }

    /** Absent if it is blank, too. */
    public Optional<String> text(String name) {
        return config.getOptionalValue(name, String.class).filter(value -> !value.isBlank());
    }

    public boolean flag(String name) {
        return text(name).map(Boolean::parseBoolean).orElse(false);
    }

    /** A whole number from 1 on; what stands for it if it is absent, or wrong. */
    public int count(String name, int absent) {
        var text = text(name);
        if (text.isEmpty()) {
            return absent;
        }
        try {
            var number = Integer.parseInt(text.get().strip());
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, as for a number that is too small
        }
        problem(name + " must be a whole number from 1 to " + Integer.MAX_VALUE + ", not " + text.get() + ".");
        return absent;
    }

    /** An http or https address; absent if it is wrong. */
    public Optional<URI> address(String name) {
        var text = text(name);
        var address = text.flatMap(SettingsReader::parse);
        if (text.isPresent() && address.isEmpty()) {
            problem(name + " must be an http or https address.");
        }
        return address;
    }

    private static Optional<URI> parse(String text) {
        try {
            var address = URI.create(text.strip());
            return Set.of("http", "https").contains(String.valueOf(address.getScheme())) && address.getHost() != null
                    ? Optional.of(address)
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
