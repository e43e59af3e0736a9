package dev.belfry.realtime.rows;

import dev.belfry.domain.access.RoleTransactions;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;

/** Transactions of JDBC alone, where no application server runs them. */
record PlainTransactions(DataSource database) implements RoleTransactions {

    @Override
    public <T> T run(Map<String, String> settings, Work<T> work) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                RoleTransactions.apply(settings, connection);
                var outcome = work.in(connection);
                if (outcome.isKept()) {
                    connection.commit();
                }
                return outcome.value();
            } finally {
                connection.rollback();
            }
        }
    }
}
