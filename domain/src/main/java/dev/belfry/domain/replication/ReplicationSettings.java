package dev.belfry.domain.replication;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Which database, and what of it.
 *
 * @param publication whose tables are announced
 * @param slot of this server alone
 * @param window how long a change stays in the log, to be read again after a crash
 * @param maxWalBytes how much of the log is kept for that at most
 */
public record ReplicationSettings(
        String jdbcUrl,
        String user,
        String password,
        String publication,
        String slot,
        Duration window,
        long maxWalBytes) {

    /** An ordinary connection, outside any pool: the source of changes must not wait for one that its own observers hold. */
    public Connection connect() throws SQLException {
        return connect(properties());
    }

    /** One that speaks the replication protocol too, and only simple queries. */
    public Connection connectForReplication() throws SQLException {
        var properties = properties();
        PGProperty.REPLICATION.set(properties, "database");
        PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        return connect(properties);
    }

    private Connection connect(Properties properties) throws SQLException {
        var connection = new Driver().connect(jdbcUrl, properties);
        if (connection == null) {
            throw new SQLException("This is no address of a PostgreSQL: " + jdbcUrl);
        }
        return connection;
    }

    private Properties properties() {
        var properties = new Properties();
        PGProperty.USER.set(properties, user);
        PGProperty.PASSWORD.set(properties, password);
        PGProperty.APPLICATION_NAME.set(properties, slot);
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "15");
        PGProperty.CONNECT_TIMEOUT.set(properties, 5);
        PGProperty.SOCKET_TIMEOUT.set(properties, 30);
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        return properties;
    }

    @Override
    public String toString() {
        return "publication " + publication + " and slot " + slot + " of " + jdbcUrl + " as " + user;
    }
}
