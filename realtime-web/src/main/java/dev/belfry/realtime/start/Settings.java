package dev.belfry.realtime.start;

import dev.belfry.domain.access.TokenRules;
import dev.belfry.realtime.http.Origins;
import dev.belfry.realtime.limits.Limits;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** The settings of this module (docs/settings.md), each with its default. */
@ApplicationScoped
public class Settings {

    private static final int MIN_SECRET = 32;
    private static final int RESUME_SECONDS = 300;
    private static final int RESUME_BYTES = 64 << 20;

    @Inject
    Config config;

    /** What keeps the server from starting; each names the setting and what it must be. */
    public List<String> problems() {
        var problems = new ArrayList<String>();
        if (text("BELFRY_JWT_SECRET").orElse("").length() < MIN_SECRET) {
            problems.add("BELFRY_JWT_SECRET must be set, to at least " + MIN_SECRET + " characters.");
        }
        if (!text("BELFRY_DATABASE_URL").orElse("").startsWith("jdbc:postgresql://")) {
            problems.add("BELFRY_DATABASE_URL must be set, as jdbc:postgresql://host:port/database.");
        }
        if (text("BELFRY_JWKS_URL").isPresent() && jwks() == null) {
            problems.add("BELFRY_JWKS_URL must be an http or https address.");
        }
        originNames()
                .filter(origin -> !Origins.isOrigin(origin))
                .forEach(origin -> problems.add("BELFRY_ALLOWED_ORIGINS must be a list of origins such as"
                        + " https://portal.example.com, separated by commas, or *: not " + origin));
        keyProblem("BELFRY_PUBLISHABLE_KEY", "sb_publishable_").ifPresent(problems::add);
        keyProblem("BELFRY_SECRET_KEY", "sb_secret_").ifPresent(problems::add);
        if (!Set.of("auto", "wal", "listener").contains(changesSource())) {
            problems.add("BELFRY_CHANGES_SOURCE must be auto, wal or listener, not " + changesSource() + ".");
        }
        count("BELFRY_RESUME_SECONDS", RESUME_SECONDS, problems);
        count("BELFRY_RESUME_BYTES", RESUME_BYTES, problems);
        limits(problems);
        return problems;
    }

    /** What tokens are believed by. Too short a secret gets a value that nobody knows, so that none is. */
    TokenRules tokenRules() {
        return new TokenRules(
                jwtSecret(),
                jwks(),
                text("BELFRY_JWT_ISSUER").orElse(null),
                text("BELFRY_JWT_AUDIENCE").orElse(null),
                key("BELFRY_PUBLISHABLE_KEY", "sb_publishable_"),
                key("BELFRY_SECRET_KEY", "sb_secret_"));
    }

    String jwtSecret() {
        var secret = text("BELFRY_JWT_SECRET").orElse("");
        return secret.length() < MIN_SECRET ? UUID.randomUUID() + secret : secret;
    }

    public boolean isDevelopment() {
        return text("BELFRY_DEV").map(Boolean::parseBoolean).orElse(false);
    }

    Origins origins() {
        return new Origins(originNames().collect(Collectors.toUnmodifiableSet()));
    }

    Limits limits() {
        return limits(new ArrayList<>());
    }

    /** How long a page may be away and still get what it missed. */
    Duration resumeWindow() {
        return Duration.ofSeconds(count("BELFRY_RESUME_SECONDS", RESUME_SECONDS, new ArrayList<>()));
    }

    /** How many bytes of changes are kept for that, in memory. */
    int resumeBytes() {
        return count("BELFRY_RESUME_BYTES", RESUME_BYTES, new ArrayList<>());
    }

    /** {@code auto}, {@code wal} or {@code listener}. */
    String changesSource() {
        return text("BELFRY_CHANGES_SOURCE").orElse("auto").strip().toLowerCase(Locale.ROOT);
    }

    /** Where the server keeps what must outlive it besides the database. */
    Path stateDirectory() {
        return Path.of(text("BELFRY_STATE_DIR").orElse("."));
    }

    private Limits limits(List<String> problems) {
        var usual = Limits.DEFAULT;
        return new Limits(
                number("MESSAGE_BYTES", usual.messageBytes(), problems),
                number("OUTBOX_FLOOR_BYTES", usual.outboxFloor(), problems),
                number("OUTBOX_BYTES", usual.outboxCeiling(), problems),
                number("OUTBOX_TOTAL_BYTES", (int) Math.min(Integer.MAX_VALUE, usual.outboxTotal()), problems),
                number("CHANNELS", usual.channels(), problems),
                number("JOINS_PER_SECOND", usual.joins(), problems),
                number("MESSAGES_PER_SECOND", usual.messages(), problems),
                number("SOCKETS", usual.sockets(), problems),
                number("ADDRESS_SOCKETS_PER_SECOND", usual.addressRate(), problems),
                number("ADDRESS_SOCKETS_BURST", usual.addressBurst(), problems),
                seconds("WRITE_SECONDS", usual.patience(), problems),
                seconds("PRESENCE_GRACE_SECONDS", usual.presenceGrace(), problems));
    }

    private Duration seconds(String name, Duration absent, List<String> problems) {
        return Duration.ofSeconds(number(name, (int) absent.toSeconds(), problems));
    }

    private int number(String name, int absent, List<String> problems) {
        return count("BELFRY_LIMITS_" + name, absent, problems);
    }

    private int count(String setting, int absent, List<String> problems) {
        var text = text(setting);
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
        problems.add(setting + " must be a whole number from 1 to " + Integer.MAX_VALUE + ", not " + text.get() + ".");
        return absent;
    }

    private Stream<String> originNames() {
        return text("BELFRY_ALLOWED_ORIGINS").stream()
                .flatMap(names -> Stream.of(names.split(",")))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty());
    }

    private @Nullable String key(String setting, String prefix) {
        return keyProblem(setting, prefix).isPresent() ? null : text(setting).orElse(null);
    }

    private Optional<String> keyProblem(String setting, String prefix) {
        return text(setting)
                .filter(key -> !key.startsWith(prefix) || key.length() < MIN_SECRET)
                .map(key ->
                        setting + " must start with " + prefix + " and have at least " + MIN_SECRET + " characters.");
    }

    private @Nullable URI jwks() {
        return text("BELFRY_JWKS_URL").flatMap(Settings::address).orElse(null);
    }

    private static Optional<URI> address(String text) {
        try {
            var address = URI.create(text);
            return Set.of("http", "https").contains(String.valueOf(address.getScheme())) && address.getHost() != null
                    ? Optional.of(address)
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<String> text(String name) {
        return config.getOptionalValue(name, String.class).filter(value -> !value.isBlank());
    }
}
