package dev.belfry.realtime.changes;

import dev.belfry.domain.access.Claims;
import dev.belfry.realtime.changes.Journal.Happened;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes on their way: whoever hears of one a moment after somebody else is served with the same decisions and messages. */
final class Deliveries {

    private static final Logger LOG = System.getLogger(Deliveries.class.getName());

    private static final int KEPT = 256;
    /** Decisions are not to be older than that. */
    private static final long FRESH_NANOS = 1_000_000_000;

    private final Visibility visibility;
    private final Map<Long, Delivery> recent = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Delivery> eldest) {
            return size() > KEPT;
        }
    };

    Deliveries(Visibility visibility) {
        this.visibility = visibility;
    }

    /**
     * Of what has just happened.
     *
     * @param roles of those who may hear of it
     */
    Delivery make(Happened happened, Set<String> roles) {
        return new Delivery(happened, judge(happened, roles), true);
    }

    /** The one that others have already, or a new one for them too. */
    Delivery share(Happened happened, Set<String> roles) {
        synchronized (recent) {
            var known = recent.get(happened.number());
            if (known != null && known.ageNanos() < FRESH_NANOS) {
                return known;
            }
        }
        return share(happened, new Delivery(happened, judge(happened, roles), false));
    }

    Delivery share(Happened happened, Delivery made) {
        synchronized (recent) {
            var known = recent.get(happened.number());
            if (known != null && known.ageNanos() < FRESH_NANOS) {
                return known;
            }
            recent.remove(happened.number());
            recent.put(happened.number(), made);
            return made;
        }
    }

    /** Forgets what nobody is served with any more. */
    void trim() {
        synchronized (recent) {
            recent.values().removeIf(delivery -> delivery.ageNanos() > FRESH_NANOS);
        }
    }

    private Visibility.Judge judge(Happened happened, Set<String> roles) {
        try {
            return Patience.until(() -> visibility.of(happened.change(), roles));
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "PolicyFailed: a change of {0} is kept from everybody: {1}",
                    happened.change().table(),
                    e.getMessage());
            return new Nobody();
        }
    }

    /** Nobody is told more than that there was something. */
    private static final class Nobody implements Visibility.Judge {
        @Override
        public boolean refuses(String role) {
            return false;
        }

        @Override
        public @Nullable Set<String> subjects(String role) {
            return null;
        }

        @Override
        public Sight of(Claims caller) {
            return Sight.FAILED;
        }

        @Override
        public List<Sight> ask(List<Claims> callers) {
            return callers.stream().map(this::of).toList();
        }
    }
}
