package dev.belfry.domain.diagnosis;

import dev.belfry.domain.replication.ReplicationSettings;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Examines a database as the role that Belfry would be there, and writes nothing. */
public final class Examination {

    private static final String READ_ONLY = """
            set transaction read only;
            set local statement_timeout = '20s';
            set local lock_timeout = '200ms'
            """;

    private static final List<Check> CHECKS = List.of(
            new SchemasCheck(),
            new RolesCheck(),
            new ReplicationCheck(),
            new SlotsCheck(),
            new PublicationCheck(),
            new TablesCheck(),
            new PoliciesCheck(),
            new MessagesCheck(),
            new PoolerCheck());

    /** Prepared statements that are another's, or nobody's: connections change behind a pooler after each transaction. */
    private static final Set<String> SWAPPED = Set.of("42P05", "26000");

    private Examination() {}

    public static Diagnosis of(Installation installation) {
        var findings = new Findings();
        var settings = installation.replication();
        try (var connection = settings.connect()) {
            connection.setAutoCommit(false);
            examine(new ServerCheck(), connection, installation, findings);
            if (!findings.anyError()) {
                for (var check : CHECKS) {
                    if (isLost(findings)) {
                        return findings.diagnosis();
                    }
                    examine(check, connection, installation, findings);
                }
            }
        } catch (SQLException e) {
            unreachable(e, settings, findings);
        }
        return findings.diagnosis();
    }

    /** One that fails, as on a locked table, says so and harms no other. */
    private static void examine(Check check, Connection connection, Installation installation, Findings findings) {
        try {
            try (var statement = connection.createStatement()) {
                statement.execute(READ_ONLY);
            }
            check.examine(connection, installation, findings);
        } catch (SQLException e) {
            if (isSwapped(e, findings)) {
                return;
            }
            findings.warning(
                    Topic.UNREAD, check.getClass().getSimpleName() + " could not be completed: " + sentence(e));
        } finally {
            rollback(connection, findings);
        }
    }

    private static void rollback(Connection connection, Findings findings) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            if (!isSwapped(e, findings)) {
                findings.error(Topic.CONNECTION, "The connection was lost: " + sentence(e));
            }
        }
    }

    private static boolean isSwapped(SQLException e, Findings findings) {
        if (!SWAPPED.contains(String.valueOf(e.getSQLState()))) {
            return false;
        }
        if (!findings.mentions(Topic.POOLER)) {
            findings.error(
                    Topic.POOLER,
                    "A pooler gives every transaction another connection, and prepared statements are lost: "
                            + sentence(e) + ".",
                    PoolerCheck.DIRECTLY);
        }
        return true;
    }

    private static boolean isLost(Findings findings) {
        return findings.mentions(Topic.CONNECTION) || findings.mentions(Topic.POOLER);
    }

    private static void unreachable(SQLException e, ReplicationSettings settings, Findings findings) {
        var state = String.valueOf(e.getSQLState());
        var said = sentence(e);
        switch (state) {
            case "28P01" ->
                findings.error(
                        Topic.CONNECTION,
                        "The password of " + named(settings.user()) + " is not accepted.",
                        "Set BELFRY_DATABASE_PASSWORD, or `alter role … password '…'`.");
            case "28000" ->
                findings.error(
                        Topic.CONNECTION,
                        "The server does not let " + named(settings.user()) + " in: " + said,
                        "Add a line for it to pg_hba.conf, and `select pg_reload_conf()`.");
            case "3D000" ->
                findings.error(Topic.CONNECTION, "There is no such database: " + said, "create database …;");
            case "08P01" ->
                findings.error(
                        Topic.POOLER,
                        "A pooler that does not take what drivers send is in the way: " + said,
                        "Name the database itself, or add to pgbouncer.ini: ignore_startup_parameters = extra_float_digits");
            default -> {
                var cause = e.getCause() instanceof UnknownHostException ? "its host is unknown" : said;
                findings.error(Topic.CONNECTION, "The database cannot be reached: " + cause);
            }
        }
    }

    private static String named(String user) {
        return user.isEmpty() ? "the user" : user;
    }

    /** One line, without the driver's own prefix. */
    static String sentence(SQLException e) {
        return String.valueOf(e.getMessage())
                .replaceFirst("^(FATAL|ERROR): ", "")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
