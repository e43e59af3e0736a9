package dev.belfry.realtime.rows;

import dev.belfry.domain.access.RoleTransactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import javax.sql.DataSource;

/** Transactions of JDBC alone, where no application server runs them; connections are used again. */
final class PlainTransactions implements RoleTransactions {

    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
    private final DataSource database;

    PlainTransactions(DataSource database) {
        this.database = database;
    }

    @Override
    public <T> T run(Map<String, String> settings, Work<T> work) throws SQLException {
        var connection = idle.poll();
        if (connection == null) {
            connection = database.getConnection();
            connection.setAutoCommit(false);
        }
        try {
            RoleTransactions.apply(settings, connection);
            var outcome = work.in(connection);
            if (outcome.isKept()) {
                connection.commit();
            }
            return outcome.value();
        } finally {
            connection.rollback();
            idle.push(connection);
        }
    }
}
