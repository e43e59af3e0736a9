package dev.belfry.domain.diagnosis;

import dev.belfry.domain.replication.ReplicationSettings;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Whether something speaks PostgreSQL's protocol in between, as PgBouncer does, and whether replication gets through. */
final class PoolerCheck implements Check {

    /** Those who are connected got through. */
    private static final String TOO_MANY = "53300";

    static final String DIRECTLY =
            "Name the database itself in BELFRY_DATABASE_URL, usually on port 5432, and not the pooler.";

    @Override
    public void examine(Connection connection, Installation installation, Findings findings) throws SQLException {
        // a pooler makes up the process that it names when a connection begins
        var told = connection.unwrap(PGConnection.class).getBackendPID();
        var pooled = Rows.one(connection, "select pg_backend_pid()", row -> row.getInt(1)) != told;
        var refusal = installation.wantsLog() ? refusal(installation.replication()) : null;
        if (refusal != null && !hasOtherReason(findings)) {
            findings.error(
                    Topic.POOLER,
                    "A connection for replication is refused: " + Examination.sentence(refusal),
                    pooled ? DIRECTLY : "Let this role in by pg_hba.conf, without a pooler in between.",
                    "BELFRY_CHANGES_SOURCE=listener");
        } else if (pooled) {
            findings.warning(
                    Topic.POOLER,
                    "A pooler is in the way: connections wait for each other, and in transaction mode prepared statements may be lost.",
                    DIRECTLY);
        } else {
            findings.ok(Topic.POOLER, "None in the way.");
        }
    }

    /** What it lacks is told already. */
    private static boolean hasOtherReason(Findings findings) {
        return findings.diagnosis().findings().stream()
                .anyMatch(finding -> finding.topic() == Topic.REPLICATION && finding.severity() != Severity.OK);
    }

    private static @Nullable SQLException refusal(ReplicationSettings settings) {
        try (var connection = settings.connectForReplication();
                var statement = connection.createStatement()) {
            statement.execute("IDENTIFY_SYSTEM");
            return null;
        } catch (SQLException e) {
            return TOO_MANY.equals(e.getSQLState()) ? null : e;
        }
    }
}
