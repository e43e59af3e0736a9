package dev.belfry.domain.presence;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Who came to a topic and who left it, by key; fired in order for each topic, on the presence thread: an observer hands off and
 * returns. An update of somebody who stays is in both, with the same key.
 *
 * @param topic as the application named it, without {@code realtime:}
 */
public record PresenceMoved(
        String topic, boolean isPrivate, Map<String, List<Meta>> joins, Map<String, List<Meta>> leaves) {

    public PresenceMoved {
        joins = copy(joins);
        leaves = copy(leaves);
    }

    private static Map<String, List<Meta>> copy(Map<String, List<Meta>> metas) {
        return metas.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> List.copyOf(entry.getValue())));
    }
}
