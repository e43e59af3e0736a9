package dev.belfry.realtime.changes;

import dev.belfry.domain.access.DatabaseAway;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Supplier;

/** Waits for a database that is away: what is not known must not be taken for a no. */
final class Patience {

    private static final Logger LOG = System.getLogger(Patience.class.getName());
    private static final long RETRY_MILLIS = 200;

    private Patience() {}

    static <T> T until(Supplier<T> asked) {
        for (var attempt = 0; ; attempt++) {
            try {
                return asked.get();
            } catch (DatabaseAway e) {
                if (attempt == 0) {
                    LOG.log(
                            Level.WARNING,
                            "PoliciesAwaited: changes wait until they can be decided. {0}",
                            e.getMessage());
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The server stops while changes wait", e);
        }
    }
}
