package dev.belfry.domain.diagnosis;

import dev.belfry.domain.replication.ReplicationSettings;
import dev.belfry.domain.settings.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The database that is examined, and what Belfry wants of it.
 *
 * @param serverId by which a server calls its slot
 * @param changesSource {@code auto}, {@code wal} or {@code listener}
 * @param schemas that are served over HTTP
 */
public record Installation(
        ReplicationSettings replication, String serverId, String changesSource, List<String> schemas) {

    /** Who examines, as PostgreSQL is told: nothing is read from a slot. */
    private static final String EXAMINER = "belfry_check";

    public Installation {
        schemas = List.copyOf(schemas);
    }

    /**
     * As the settings say.
     *
     * @param set what somebody has set
     * @throws NumberFormatException if a number is none
     */
    public static Installation of(Function<Setting, Optional<String>> set) {
        Function<Setting, String> value = setting ->
                set.apply(setting).or(setting::absent).map(String::strip).orElse("");
        return new Installation(
                new ReplicationSettings(
                        value.apply(Setting.DATABASE_URL),
                        value.apply(Setting.DATABASE_USER),
                        value.apply(Setting.DATABASE_PASSWORD),
                        value.apply(Setting.PUBLICATION),
                        EXAMINER,
                        Duration.ofSeconds(Long.parseLong(value.apply(Setting.RESUME_SECONDS))),
                        Long.parseLong(value.apply(Setting.RESUME_WAL_BYTES))),
                value.apply(Setting.SERVER_ID),
                value.apply(Setting.CHANGES_SOURCE).toLowerCase(Locale.ROOT),
                Stream.of(value.apply(Setting.SCHEMAS).split(",", -1))
                        .map(String::strip)
                        .filter(schema -> !schema.isEmpty())
                        .toList());
    }

    boolean wantsLog() {
        return !changesSource.equals("listener");
    }

    boolean demandsLog() {
        return changesSource.equals("wal");
    }
}
