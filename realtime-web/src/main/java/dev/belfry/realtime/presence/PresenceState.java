package dev.belfry.realtime.presence;

import dev.belfry.domain.presence.Meta;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who is on one topic, and what of it has been announced. Values only: no thread, no clock, no socket.
 *
 * <p>A diff tells the difference between what was announced and what is. However often somebody tracked meanwhile, it holds at most
 * one leave and one join of each place, and nothing of those who came and went.
 */
final class PresenceState {

    private final Map<Place, Meta> present = new LinkedHashMap<>();
    /** What was announced of the places that have changed since; null where nothing was. */
    private final Map<Place, @Nullable Meta> announced = new LinkedHashMap<>();

    /** False if that state stands there already: then there is nothing to tell. */
    boolean track(Place place, String state, String ref) {
        var old = present.get(place);
        if (old != null && old.state().equals(state)) {
            return false;
        }
        touch(place, old);
        var before = announced.get(place);
        var isBack = before != null && before.state().equals(state);
        present.put(place, isBack ? before : new Meta(ref, before == null ? null : before.ref(), state));
        return true;
    }

    /** False if nothing stands there. */
    boolean untrack(Place place) {
        var old = present.remove(place);
        if (old == null) {
            return false;
        }
        touch(place, old);
        return true;
    }

    private void touch(Place place, @Nullable Meta old) {
        if (!announced.containsKey(place)) {
            announced.put(place, old);
        }
    }

    /** What has changed since the last diff; from now on that counts as announced. */
    PresenceDiff takeDiff() {
        var joins = new LinkedHashMap<String, List<Meta>>();
        var leaves = new LinkedHashMap<String, List<Meta>>();
        announced.forEach((place, before) -> {
            var now = present.get(place);
            if (!Objects.equals(before, now)) {
                add(leaves, place.key(), before);
                add(joins, place.key(), now);
            }
        });
        announced.clear();
        return new PresenceDiff(joins, leaves);
    }

    /** What has been announced: to whoever gets this, the next diff is the next step. */
    Map<String, List<Meta>> announced() {
        var metas = new LinkedHashMap<String, List<Meta>>();
        present.forEach((place, meta) -> add(metas, place.key(), announced.getOrDefault(place, meta)));
        announced.forEach((place, before) -> {
            if (!present.containsKey(place)) {
                add(metas, place.key(), before);
            }
        });
        return metas;
    }

    Map<String, List<Meta>> current() {
        var metas = new LinkedHashMap<String, List<Meta>>();
        present.forEach((place, meta) -> add(metas, place.key(), meta));
        return metas;
    }

    boolean isEmpty() {
        return present.isEmpty() && announced.isEmpty();
    }

    private static void add(Map<String, List<Meta>> metas, String key, @Nullable Meta meta) {
        if (meta != null) {
            metas.computeIfAbsent(key, ignored -> new ArrayList<>()).add(meta);
        }
    }
}
