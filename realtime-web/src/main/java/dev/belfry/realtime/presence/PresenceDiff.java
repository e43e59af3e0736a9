package dev.belfry.realtime.presence;

import dev.belfry.domain.presence.Meta;
import java.util.List;
import java.util.Map;

/** What changed since the last one, by key. */
record PresenceDiff(Map<String, List<Meta>> joins, Map<String, List<Meta>> leaves) {

    boolean isEmpty() {
        return joins.isEmpty() && leaves.isEmpty();
    }
}
