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

    /** What somebody has set; absent if it is blank, too. */
    public Optional<String> text(Setting setting) {
        return config.getOptionalValue(setting.variable(), String.class).filter(value -> !value.isBlank());
    }

    /** What somebody has set, or what stands for it; of settings that something stands for. */
    public String value(Setting setting) {
        return text(setting).or(setting::absent).orElseThrow();
    }

    public boolean flag(Setting setting) {
        return text(setting).map(Boolean::parseBoolean).orElse(false);
    }

    /** A whole number from 1 on; what stands for it if it is absent, or wrong. */
    public int count(Setting setting) {
        return count(setting, setting.absentCount());
    }

    /** As {@link #count(Setting)}, of settings that nothing stands for by itself. */
    public int count(Setting setting, int absent) {
        return (int) number(setting, absent, Integer.MAX_VALUE);
    }

    /** As {@link #count(Setting)}, of bytes that may be many. */
    public long bytes(Setting setting) {
        return number(setting, setting.absentCount(), Long.MAX_VALUE);
    }

    private long number(Setting setting, int absent, long greatest) {
        var text = text(setting);
        if (text.isEmpty()) {
            return absent;
        }
        try {
            var number = Long.parseLong(text.get().strip());
            if (number > 0 && number <= greatest) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, as for a number that is too small
        }
        problem(setting.variable() + " must be a whole number from 1 to " + greatest + ", not " + text.get() + ".");
        return absent;
    }

    /** An http or https address; absent if it is wrong. */
    public Optional<URI> address(Setting setting) {
        var text = text(setting).or(setting::absent);
        var address = text.flatMap(SettingsReader::parse);
        if (text.isPresent() && address.isEmpty()) {
            problem(setting.variable() + " must be an http or https address.");
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
