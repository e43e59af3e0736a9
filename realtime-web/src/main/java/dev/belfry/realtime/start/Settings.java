package dev.belfry.realtime.start;

import dev.belfry.domain.access.AccessSettings;
import dev.belfry.domain.settings.SettingsReader;
import dev.belfry.realtime.limits.Limits;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/** The settings of this module (docs/settings.md), each with its default. */
@ApplicationScoped
public class Settings {

    private static final int RESUME_SECONDS = 300;
    private static final int RESUME_BYTES = 64 << 20;

    @Inject
    Config config;

    @Inject
    AccessSettings access;

    /** What keeps the server from starting; each names the setting and what it must be. */
    public List<String> problems() {
        var reader = reader();
        if (!reader.text("BELFRY_DATABASE_URL").orElse("").startsWith("jdbc:postgresql://")) {
            reader.problem("BELFRY_DATABASE_URL must be set, as jdbc:postgresql://host:port/database.");
        }
        if (!Set.of("auto", "wal", "listener").contains(changesSource())) {
            reader.problem("BELFRY_CHANGES_SOURCE must be auto, wal or listener, not " + changesSource() + ".");
        }
        resumeSeconds(reader);
        resumeBytes(reader);
        limits(reader);
        return Stream.concat(access.problems().stream(), reader.problems().stream())
                .toList();
    }

    public boolean isDevelopment() {
        return reader().flag("BELFRY_DEV");
    }

    Limits limits() {
        return limits(reader());
    }

    /** How long a page may be away and still get what it missed. */
    Duration resumeWindow() {
        return Duration.ofSeconds(resumeSeconds(reader()));
    }

    /** How many bytes of changes are kept for that, in memory. */
    int resumeBytes() {
        return resumeBytes(reader());
    }

    /** {@code auto}, {@code wal} or {@code listener}. */
    String changesSource() {
        return reader().text("BELFRY_CHANGES_SOURCE").orElse("auto").strip().toLowerCase(Locale.ROOT);
    }

    /** Where the server keeps what must outlive it besides the database. */
    Path stateDirectory() {
        return Path.of(reader().text("BELFRY_STATE_DIR").orElse("."));
    }

    private static int resumeSeconds(SettingsReader reader) {
        return reader.count("BELFRY_RESUME_SECONDS", RESUME_SECONDS);
    }

    private static int resumeBytes(SettingsReader reader) {
        return reader.count("BELFRY_RESUME_BYTES", RESUME_BYTES);
    }

    private static Limits limits(SettingsReader reader) {
        var usual = Limits.DEFAULT;
        return new Limits(
                limit(reader, "MESSAGE_BYTES", usual.messageBytes()),
                limit(reader, "OUTBOX_FLOOR_BYTES", usual.outboxFloor()),
                limit(reader, "OUTBOX_BYTES", usual.outboxCeiling()),
                limit(reader, "OUTBOX_TOTAL_BYTES", (int) Math.min(Integer.MAX_VALUE, usual.outboxTotal())),
                limit(reader, "CHANNELS", usual.channels()),
                limit(reader, "JOINS_PER_SECOND", usual.joins()),
                limit(reader, "MESSAGES_PER_SECOND", usual.messages()),
                limit(reader, "SOCKETS", usual.sockets()),
                limit(reader, "ADDRESS_SOCKETS_PER_SECOND", usual.addressRate()),
                limit(reader, "ADDRESS_SOCKETS_BURST", usual.addressBurst()),
                seconds(reader, "WRITE_SECONDS", usual.patience()),
                seconds(reader, "PRESENCE_GRACE_SECONDS", usual.presenceGrace()));
    }

    private static Duration seconds(SettingsReader reader, String name, Duration absent) {
        return Duration.ofSeconds(limit(reader, name, (int) absent.toSeconds()));
    }

    private static int limit(SettingsReader reader, String name, int absent) {
        return reader.count("BELFRY_LIMITS_" + name, absent);
    }

    private SettingsReader reader() {
        return new SettingsReader(config);
    }
}
