package dev.belfry.domain.diagnosis;

import dev.belfry.domain.replication.SlotName;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The slots that are there: each that nobody reads keeps the log, until the disk is full or the slot is lost. */
final class SlotsCheck implements Check {

    private static final String SLOTS = """
            select slot_name, coalesce(database, ''), coalesce(database = current_database(), false), active,
                   coalesce(wal_status = 'lost' or restart_lsn is null, false),
                   pg_size_pretty(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn))
            from pg_replication_slots
            where not temporary
            order by slot_name
            """;

    private record Slot(
            String name,
            String database,
            boolean here,
            boolean active,
            boolean lost,
            @Nullable String kept) {

        String drop() {
            return "select pg_drop_replication_slot('" + name.replace("'", "''") + "');";
        }
    }

    @Override
    public void examine(Connection connection, Installation installation, Findings findings) throws SQLException {
        var own = SlotName.of(connection, installation.serverId());
        for (var slot : Rows.of(
                connection,
                SLOTS,
                row -> new Slot(
                        row.getString(1),
                        row.getString(2),
                        row.getBoolean(3),
                        row.getBoolean(4),
                        row.getBoolean(5),
                        row.getString(6)))) {
            if (slot.name().equals(own)) {
                own(slot, installation, findings);
            } else if (slot.lost()) {
                findings.hint(
                        Topic.SLOTS,
                        "The slot " + slot.name() + " is lost: whoever read it cannot go on.",
                        slot.drop());
            } else if (!slot.active()) {
                unread(slot, findings);
            }
        }
        if (!findings.mentions(Topic.SLOTS)) {
            findings.ok(Topic.SLOTS, "No slot is lost or unread.");
        }
    }

    private static void own(Slot slot, Installation installation, Findings findings) {
        if (!installation.wantsLog()) {
            unread(slot, findings);
        } else if (!slot.here()) {
            findings.error(
                    Topic.SLOTS,
                    "The slot " + slot.name() + " belongs to "
                            + (slot.database().isEmpty()
                                    ? "another kind of replication"
                                    : "the database " + slot.database())
                            + ", and slots are named once for the whole server.",
                    "Give this server a BELFRY_SERVER_ID of its own.");
        } else if (slot.lost()) {
            findings.warning(
                    Topic.SLOTS,
                    "The slot " + slot.name()
                            + " is lost: Belfry makes a new one, and pages are told that they may have"
                            + " missed changes.");
        } else if (slot.active()) {
            findings.hint(
                    Topic.SLOTS,
                    "The slot " + slot.name() + " is being read: a Belfry runs on this database already.",
                    "Give a second server a BELFRY_SERVER_ID of its own.");
        } else {
            findings.ok(
                    Topic.SLOTS, "Belfry goes on with its slot " + slot.name() + ", which keeps " + slot.kept() + ".");
        }
    }

    private static void unread(Slot slot, Findings findings) {
        var text =
                "Nobody reads the slot " + slot.name() + ", for which PostgreSQL keeps " + slot.kept() + " of its log.";
        if (slot.name().startsWith("belfry_")) {
            findings.warning(Topic.SLOTS, text + " If that server is gone for good, drop it.", slot.drop());
        } else {
            findings.hint(Topic.SLOTS, text, slot.drop());
        }
    }
}
