package dev.belfry.domain.replication;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the source of changes is, for probes.
 *
 * @param since when it has been connected, or not
 * @param problem what keeps it from reading, and what to do; null if nothing does
 * @param slot at PostgreSQL; what is not known yet is null in it
 * @param problems of the publication's tables, each a sentence with the cure
 */
public record WalState(
        boolean connected, Instant since, @Nullable String problem, Slot slot, List<String> problems) {

    public WalState {
        problems = List.copyOf(problems);
    }

    /**
     * As PostgreSQL saw it a few seconds ago.
     *
     * @param lagBytes written and not yet received
     * @param retainedBytes of the log that are kept for it
     * @param walStatus {@code reserved}, {@code extended}, {@code unreserved} or {@code lost}
     * @param safeBytes that may be written before it is lost; null without a bound
     */
    public record Slot(
            String name,
            @Nullable Long lagBytes,
            @Nullable Long retainedBytes,
            @Nullable String walStatus,
            @Nullable Long safeBytes) {}
}
