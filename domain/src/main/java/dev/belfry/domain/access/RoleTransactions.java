package dev.belfry.domain.access;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** Runs work in a transaction of its own under the role and with the claims of a caller: PostgreSQL's policies decide. */
public interface RoleTransactions {

    /** What is done in the transaction. */
    @FunctionalInterface
    interface Work<T> {

        /** @param connection open until the transaction ends; the work does not close it */
        Outcome<T> in(Connection connection) throws SQLException;
    }

    /**
     * What came of the work.
     *
     * @param isKept whether what it wrote is committed
     */
    record Outcome<T>(T value, boolean isKept) {}

    /**
     * Runs the work after the settings have been made, for the transaction only. An exception undoes it.
     *
     * @param settings by name, in the order in which they are made; the role comes last
     * @throws SQLException what PostgreSQL objects to: an unknown role, a policy, a constraint
     */
    <T> T run(Map<String, String> settings, Work<T> work) throws SQLException;

    /** Makes the settings, for the running transaction. */
    static void apply(Map<String, String> settings, Connection connection) throws SQLException {
        var sql = new StringBuilder("select ");
        settings.forEach(
                (name, value) -> sql.append(sql.length() > 7 ? ", " : "").append("set_config(?, ?, true)"));
        try (var statement = connection.prepareStatement(sql.toString())) {
            var place = 1;
            for (var setting : settings.entrySet()) {
                statement.setString(place++, setting.getKey());
                statement.setString(place++, setting.getValue());
            }
            statement.execute();
        }
    }
}
