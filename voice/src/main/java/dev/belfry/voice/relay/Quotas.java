package dev.belfry.voice.relay;

import dev.belfry.domain.limits.Rates;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Who may have how many sessions, and for how long. A place is taken before the socket is upgraded; one that nobody comes for is given
 * back. Whoever has been quiet for long enough is forgotten.
 */
public final class Quotas {

    private static final Duration UNCLAIMED = Duration.ofSeconds(10);
    private static final double SECONDS_PER_DAY = 86_400;

    private final Limits limits;
    private final LongSupplier clock;
    private final Rates seconds;
    private final Map<String, Integer> open = new ConcurrentHashMap<>();
    private final Set<Place> places = ConcurrentHashMap.newKeySet();

    /** @param clock nanoseconds, as {@link System#nanoTime} */
    public Quotas(Limits limits, LongSupplier clock) {
        this.limits = limits;
        this.clock = clock;
        var perDay = limits.minutesPerDay() * 60.0;
        this.seconds = new Rates(perDay / SECONDS_PER_DAY, perDay, clock);
    }

    /** What came of asking for a place. */
    public sealed interface Answer {

        record Taken(Place place) implements Answer {}

        /**
         * There is none.
         *
         * @param limit which limit, in words
         * @param waitMillis after which there may be one; 0 if that is not known
         */
        record Refused(String code, String limit, long waitMillis) implements Answer {}
    }

    private enum State {
        TAKEN,
        CLAIMED,
        RETURNED
    }

    /** A session that somebody has, or will have in a moment. Compared by identity. */
    public final class Place {

        private final String user;
        private final long takenAt = clock.getAsLong();
        private final AtomicReference<State> state = new AtomicReference<>(State.TAKEN);

        private Place(String user) {
            this.user = user;
        }

        /** The socket is there. False if it comes too late: the place has been given back. */
        public boolean claim() {
            return state.compareAndSet(State.TAKEN, State.CLAIMED);
        }

        /** Counts one more second. False if the user has none left. */
        boolean spend() {
            return seconds.take(user) == 0;
        }

        /** Gives the place back. Idempotent. */
        public void giveBack() {
            if (state.getAndSet(State.RETURNED) != State.RETURNED) {
                free();
            }
        }

        private void giveBackUnclaimed() {
            if (state.compareAndSet(State.TAKEN, State.RETURNED)) {
                free();
            }
        }

        private void free() {
            places.remove(this);
            open.computeIfPresent(user, (same, count) -> count == 1 ? null : count - 1);
        }
    }

    public Answer take(String user) {
        if (places.size() >= limits.sessions()) {
            return new Answer.Refused("server_overloaded", limits.sessions() + " voice sessions per server", 0);
        }
        var wait = seconds.take(user);
        if (wait > 0) {
            return new Answer.Refused("quota_exceeded", limits.minutesPerDay() + " minutes of voice per day", wait);
        }
        var taken = new AtomicBoolean();
        open.compute(user, (same, count) -> {
            var others = count == null ? 0 : count;
            taken.set(others < limits.sessionsPerUser());
            return taken.get() ? Integer.valueOf(others + 1) : count;
        });
        if (!taken.get()) {
            var limit = limits.sessionsPerUser() + " voice sessions per user at once";
            return new Answer.Refused("too_many_sessions", limit, 0);
        }
        var place = new Place(user);
        places.add(place);
        return new Answer.Taken(place);
    }

    /** Takes back the places that nobody came for. To be called about once a second. */
    public void sweep() {
        var now = clock.getAsLong();
        places.stream()
                .filter(place -> now - place.takenAt > UNCLAIMED.toNanos())
                .forEach(Place::giveBackUnclaimed);
    }

    /** How many places are taken. */
    public int taken() {
        return places.size();
    }

    /** How many users are known for what they have used. */
    int remembered() {
        return seconds.known() + open.size();
    }
}
