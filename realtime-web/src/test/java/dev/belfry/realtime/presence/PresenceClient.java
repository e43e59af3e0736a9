package dev.belfry.realtime.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.presence.Meta;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a client knows: {@code syncDiff} of phoenix' presence.js, joins first and then leaves by reference. Stricter than that one: who
 * leaves must have been there, and who joins must not.
 */
final class PresenceClient {

    private final Map<String, List<Meta>> state = new HashMap<>();

    PresenceClient(Map<String, List<Meta>> announced) {
        announced.forEach((key, metas) -> state.put(key, new ArrayList<>(metas)));
    }

    void apply(Map<String, List<Meta>> joins, Map<String, List<Meta>> leaves) {
        joins.forEach((key, metas) -> {
            var known = state.computeIfAbsent(key, ignored -> new ArrayList<>());
            assertThat(refs(known)).as("who joins as %s is new", key).doesNotContainAnyElementsOf(refs(metas));
            known.addAll(metas);
        });
        leaves.forEach((key, metas) -> {
            var known = state.getOrDefault(key, List.of());
            assertThat(refs(known)).as("who leaves as %s was there", key).containsAll(refs(metas));
            known.removeIf(meta -> refs(metas).contains(meta.ref()));
            if (known.isEmpty()) {
                state.remove(key);
            }
        });
    }

    /** Without the order of metas under a key, which means nothing. */
    Map<String, Set<Meta>> state() {
        return unordered(state);
    }

    static Map<String, Set<Meta>> unordered(Map<String, List<Meta>> metas) {
        var unordered = new HashMap<String, Set<Meta>>();
        metas.forEach((key, list) -> {
            var set = new HashSet<>(list);
            assertThat(set).as("metas of %s", key).hasSameSizeAs(list);
            unordered.put(key, set);
        });
        return unordered;
    }

    private static List<String> refs(List<Meta> metas) {
        return metas.stream().map(Meta::ref).toList();
    }
}
