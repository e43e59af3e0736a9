package dev.belfry.domain.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;

/**
 * The steps of the demo's tables, in one transaction that also writes down which of them are laid. Two servers that start at once
 * take turns.
 */
final class DemoSteps implements AutoCloseable {

    /** Step n is the n-th; one that has landed is never changed. */
    private static final List<String> SCRIPTS = List.of("1-portal-tables.sql", "2-defaults-and-versions.sql");

    private final Connection connection;
    private final int laid;

    private DemoSteps(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
        execute("lock table belfry.demo in share row exclusive mode");
        var step = ask("select max(step) from belfry.demo");
        laid = step.isEmpty() ? 0 : Integer.parseInt(step.iterator().next());
    }

    /** Begins the transaction; what is not laid when it is closed is as if it had not been tried. */
    static DemoSteps open(DataSource database) throws SQLException {
        var connection = database.getConnection();
        try {
            return new DemoSteps(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** How many are laid. */
    int laid() {
        return laid;
    }

    /** Those of the demo's names that are taken, by whomever. */
    Set<String> tablesThere() throws SQLException {
        var there = ask("select relname from pg_catalog.pg_class where relnamespace = to_regnamespace('public')");
        there.retainAll(Demo.TABLES);
        return there;
    }

    String role() throws SQLException {
        return ask("select current_user").iterator().next();
    }

    /** Either all of them, or the transaction is rolled back. */
    void layTheRest() throws SQLException {
        try {
            for (var script : SCRIPTS.subList(Math.min(laid, SCRIPTS.size()), SCRIPTS.size())) {
                execute(text(script));
            }
            if (laid < SCRIPTS.size()) {
                execute("delete from belfry.demo; insert into belfry.demo values (" + SCRIPTS.size() + ")");
            }
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        }
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Set<String> ask(String sql) throws SQLException {
        var answers = new TreeSet<String>();
        try (var statement = connection.createStatement();
                var found = statement.executeQuery(sql)) {
            while (found.next()) {
                var answer = found.getString(1);
                if (answer != null) {
                    answers.add(answer);
                }
            }
        }
        return answers;
    }

    private static String text(String script) {
        try (var stream = DemoSteps.class.getResourceAsStream("/belfry/demo/" + script)) {
            return new String(Objects.requireNonNull(stream, script).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }
}
