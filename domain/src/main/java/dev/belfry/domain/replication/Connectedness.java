package dev.belfry.domain.replication;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether the log is being read, and if not, why; each turn is a line in the log. One thread writes, any reads. */
final class Connectedness {

    private static final Logger LOG = System.getLogger(Connectedness.class.getName());
    private static final Duration SLOT_PATIENCE = Duration.ofSeconds(10);

    /** @param problem null while connected, or while there is still patience */
    record Now(boolean connected, Instant since, @Nullable String problem) {}

    private volatile Now now = new Now(false, Instant.now(), null);
    private boolean hasBeen;

    Now now() {
        return now;
    }

    void connected(String what) {
        now = new Now(true, Instant.now(), null);
        LOG.log(
                Level.INFO,
                hasBeen ? "ReplicationResumed: changes come from {0}" : "ReplicationStarted: changes come from {0}",
                what);
        hasBeen = true;
    }

    void lost(String why) {
        var problem = "Changes cannot be read from the write-ahead log: " + why;
        if (!problem.equals(now.problem())) {
            LOG.log(Level.WARNING, "ReplicationLost: trying again: {0}", why);
        }
        now = new Now(false, sinceLost(), problem);
    }

    /** A server that has just been killed may still hold it, so that is told only when it lasts. */
    void slotInUse(String slot) {
        var since = sinceLost();
        if (Duration.between(since, Instant.now()).compareTo(SLOT_PATIENCE) < 0) {
            now = new Now(false, since, null);
            return;
        }
        var problem = "The replication slot " + slot
                + " is in use by another server. Each server needs a BELFRY_SERVER_ID of" + " its own.";
        if (!problem.equals(now.problem())) {
            LOG.log(Level.ERROR, "SlotInUse: {0}", problem);
        }
        now = new Now(false, since, problem);
    }

    private Instant sinceLost() {
        return now.connected() ? Instant.now() : now.since();
    }
}
