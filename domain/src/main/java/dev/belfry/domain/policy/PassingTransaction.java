package dev.belfry.domain.policy;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A transaction of which nothing stays, neither in the database nor in the connection. */
final class PassingTransaction {

    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    private PassingTransaction() {}

    static <T> T run(DataSource database, Work<T> work) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                return work.in(connection);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }
}
