package dev.belfry.domain.diagnosis;

import dev.belfry.domain.replication.ReplicationSettings;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

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
            new MessagesCheck());

    private Examination() {}

    public static Diagnosis of(Installation installation) {
        var findings = new Findings();
        var settings = installation.replication();
        try (var connection = settings.connect()) {
            connection.setAutoCommit(false);
            examine(new ServerCheck(), connection, installation, findings);
            if (!findings.anyError()) {
                CHECKS.forEach(check -> examine(check, connection, installation, findings));
                examine(new PoolerCheck(), connection, installation, findings);
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
            findings.error(Topic.CONNECTION, "The connection was lost: " + sentence(e));
        }
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
