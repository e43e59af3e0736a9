package dev.belfry.domain.access;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;

/** Transactions of the application server, so that what hears of changes is part of them. */
@ApplicationScoped
public class JtaRoleTransactions implements RoleTransactions {

    @Resource(lookup = "jdbc/belfry")
    DataSource database;

    @Resource
    TransactionSynchronizationRegistry transactions;

    @Override
    @Transactional(value = Transactional.TxType.REQUIRES_NEW, rollbackOn = Exception.class)
    public <T> T run(Map<String, String> settings, Work<T> work) throws SQLException {
        try (var connection = database.getConnection()) {
            RoleTransactions.apply(settings, connection);
            var outcome = work.in(connection);
            if (!outcome.isKept()) {
                transactions.setRollbackOnly();
            }
            return outcome.value();
        }
    }
}
