package dev.belfry.domain.replication;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.replication.LogSequenceNumber;

/** How much of the log PostgreSQL keeps for the slot, before its disk is full of it or it gives the slot up. */
final class SlotWatch {

    private static final Logger LOG = System.getLogger(SlotWatch.class.getName());
    private static final long MUCH = 1L << 30;

    private static final String LOOK = """
            select pg_current_wal_lsn()::text,
                   pg_wal_lsn_diff(pg_current_wal_lsn(), s.restart_lsn)::int8,
                   s.wal_status,
                   s.safe_wal_size,
                   (select setting::int8 * 1024 * 1024 from pg_settings where name = 'max_slot_wal_keep_size')
            from (select ? as slot_name) wanted
            left join pg_replication_slots s using (slot_name)
            """;

    private final String slot;
    private volatile WalState.Slot seen;
    private boolean much;
    private boolean unbounded;

    SlotWatch(String slot) {
        this.slot = slot;
        this.seen = new WalState.Slot(slot, null, null, null, null);
    }

    /** As it was at the last look. */
    WalState.Slot seen() {
        return seen;
    }

    /** @param received up to where the log has been received; 0 if that is not known */
    void look(Connection connection, long received) throws SQLException {
        try (var statement = connection.prepareStatement(LOOK)) {
            statement.setString(1, slot);
            try (var found = statement.executeQuery()) {
                found.next();
                var written = LogSequenceNumber.valueOf(found.getString(1)).asLong();
                var retained = found.getObject(2, Long.class);
                seen = new WalState.Slot(
                        slot,
                        received == 0 ? null : Math.max(0, written - received),
                        retained,
                        found.getString(3),
                        found.getObject(4, Long.class));
                warn(retained == null ? 0 : retained, found.getLong(5));
            }
        }
    }

    private void warn(long retained, long bound) {
        if (bound < 0 && !unbounded) {
            LOG.log(
                    Level.WARNING,
                    "SlotUnbounded: max_slot_wal_keep_size is -1, so while this server does not read PostgreSQL keeps its log"
                            + " until the disk is full: set it, for example to 4GB");
        }
        unbounded = bound < 0;
        var isMuch = retained > (bound < 0 ? MUCH : bound / 2);
        if (isMuch && !much) {
            LOG.log(
                    Level.WARNING,
                    "SlotRetainsMuch: PostgreSQL keeps {0} MiB of its log for the slot {1}: a transaction is open for long, or"
                            + " this server cannot keep up",
                    retained >> 20,
                    slot);
        }
        much = isMuch;
    }
}
