package dev.belfry.realtime.start;

import dev.belfry.domain.access.AccessSettings;
import dev.belfry.domain.settings.Setting;
import dev.belfry.domain.settings.SettingsReader;
import dev.belfry.realtime.limits.Limits;
import dev.belfry.realtime.rows.RowsLimits;
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

    @Inject
    Config config;

    @Inject
    AccessSettings access;

    /** What keeps the server from starting; each names the setting and what it must be. */
    public List<String> problems() {
        var reader = reader();
        if (!reader.text(Setting.DATABASE_URL).orElse("").startsWith("jdbc:postgresql://")) {
            reader.problem("BELFRY_DATABASE_URL must be set, as jdbc:postgresql://host:port/database.");
        }
        if (!Set.of("auto", "wal", "listener").contains(changesSource())) {
            reader.problem("BELFRY_CHANGES_SOURCE must be auto, wal or listener, not " + changesSource() + ".");
        }
        if (schemas().isEmpty()) {
            reader.problem("BELFRY_SCHEMAS must name at least one schema, as public or public,api.");
        }
        reader.count(Setting.LIMITS_ROWS);
        reader.count(Setting.RESUME_SECONDS);
        reader.count(Setting.RESUME_BYTES);
        reader.bytes(Setting.RESUME_WAL_BYTES);
        Limits.of(reader::count);
        return Stream.concat(access.problems().stream(), reader.problems().stream())
                .toList();
    }

    public boolean isDevelopment() {
        return reader().flag(Setting.DEV);
    }

    /** The schemas that are served; the first is the default. */
    List<String> schemas() {
        return Stream.of(reader().value(Setting.SCHEMAS).split(",", -1))
                .map(String::strip)
                .filter(schema -> !schema.isEmpty())
                .toList();
    }

    RowsLimits rowsLimits() {
        var explains = reader().text(Setting.EXPLAIN).isPresent() ? reader().flag(Setting.EXPLAIN) : isDevelopment();
        return new RowsLimits(reader().count(Setting.LIMITS_ROWS), explains, reader().flag(Setting.TX_ROLLBACK));
    }

    Limits limits() {
        return Limits.of(reader()::count);
    }

    /** How long a page may be away and still get what it missed. */
    Duration resumeWindow() {
        return Duration.ofSeconds(reader().count(Setting.RESUME_SECONDS));
    }

    /** How many bytes of changes are kept for that, in memory. */
    int resumeBytes() {
        return reader().count(Setting.RESUME_BYTES);
    }

    /** {@code auto}, {@code wal} or {@code listener}. */
    String changesSource() {
        return reader().value(Setting.CHANGES_SOURCE).strip().toLowerCase(Locale.ROOT);
    }

    /** Where the server keeps what must outlive it besides the database. */
    Path stateDirectory() {
        return Path.of(reader().value(Setting.STATE_DIR));
    }

    private SettingsReader reader() {
        return new SettingsReader(config);
    }
}
