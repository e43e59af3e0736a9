package dev.belfry.domain.diagnosis;

import dev.belfry.domain.replication.Feasibility;
import java.sql.Connection;
import java.sql.SQLException;

/** Whether changes can be read from the write-ahead log, and how much of it is kept. */
final class ReplicationCheck implements Check {

    /** In bytes; -1 if unlimited. */
    private static final String KEPT = """
            select case when setting = '-1' then -1 else setting::int8 * 1024 * 1024 end
            from pg_settings where name = 'max_slot_wal_keep_size'
            """;

    @Override
    public void examine(Connection connection, Installation installation, Findings findings) throws SQLException {
        if (!installation.wantsLog()) {
            findings.hint(
                    Topic.REPLICATION,
                    "BELFRY_CHANGES_SOURCE is listener: what others than Belfry write is not heard.",
                    "BELFRY_CHANGES_SOURCE=auto");
            return;
        }
        var obstacles = Feasibility.obstacles(connection, installation.replication());
        for (var obstacle : obstacles) {
            var text = obstacle.reason()
                    + (installation.demandsLog()
                            ? " BELFRY_CHANGES_SOURCE is wal, so Belfry waits for that."
                            : " Only what Belfry writes is heard.");
            if (installation.demandsLog()) {
                findings.error(Topic.REPLICATION, text, obstacle.cure());
            } else {
                findings.warning(Topic.REPLICATION, text, obstacle.cure());
            }
        }
        if (obstacles.isEmpty()) {
            findings.ok(Topic.REPLICATION, "Changes can be read from the write-ahead log.");
            kept(connection, installation, findings);
        }
    }

    private static void kept(Connection connection, Installation installation, Findings findings) throws SQLException {
        var bytes = Rows.one(connection, KEPT, row -> row.getLong(1));
        var wanted = installation.replication().maxWalBytes();
        if (bytes < 0) {
            findings.warning(
                    Topic.WAL_KEPT,
                    "max_slot_wal_keep_size is unlimited: while Belfry is away PostgreSQL keeps its log until the disk is full.",
                    "alter system set max_slot_wal_keep_size = '4GB'; select pg_reload_conf();");
        } else if (bytes < wanted) {
            findings.warning(
                    Topic.WAL_KEPT,
                    "max_slot_wal_keep_size is " + mebibytes(bytes) + ", less than the " + mebibytes(wanted)
                            + " that Belfry wants to read again after a crash: the slot may be lost.",
                    "alter system set max_slot_wal_keep_size = '" + 4 * Math.ceilDiv(wanted, 1 << 20)
                            + "MB'; select pg_reload_conf();",
                    "BELFRY_RESUME_WAL_BYTES=" + Math.max(1, bytes / 2));
        } else {
            findings.ok(Topic.WAL_KEPT, "A slot keeps " + mebibytes(bytes) + " of the log at most.");
        }
    }

    private static String mebibytes(long bytes) {
        return (bytes >> 20) + " MiB";
    }
}
