package dev.belfry.it;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import javax.sql.DataSource;

/** What a test in the container works with. Arquillian injects beans into a test, and these are none. */
@ApplicationScoped
public class Work {

    /** What a transaction does. */
    public interface Steps {
        void on(EntityManager entities) throws Exception;
    }

    /** What is done without a transaction of JTA. */
    public interface Statements {
        void on(Connection connection) throws SQLException;
    }

    @PersistenceContext(unitName = "belfry")
    EntityManager entities;

    @Resource(lookup = "jdbc/belfry")
    DataSource database;

    @Resource
    ManagedThreadFactory threads;

    @Resource
    TransactionSynchronizationRegistry transactions;

    /** In a transaction of its own, which is rolled back if a step fails. */
    @Transactional(value = Transactional.TxType.REQUIRES_NEW, rollbackOn = Exception.class)
    public void transaction(Steps steps) throws Exception {
        steps.on(entities);
    }

    /** To be called back ahead of whatever the transaction of this thread has to say once it has ended. */
    public void whenEnded(Runnable action) {
        transactions.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {}

            @Override
            public void afterCompletion(int status) {
                action.run();
            }
        });
    }

    public void rollBack() {
        transactions.setRollbackOnly();
    }

    public void sql(String... statements) throws SQLException {
        jdbc(connection -> {
            try (var statement = connection.createStatement()) {
                for (var text : List.of(statements)) {
                    statement.execute(text);
                }
            }
        });
    }

    public void jdbc(Statements statements) throws SQLException {
        try (var connection = database.getConnection()) {
            statements.on(connection);
        }
    }

    public ThreadFactory threads() {
        return threads;
    }

    /** Runs on a thread of the container's. */
    public FutureTask<Void> start(Steps steps) {
        var task = new FutureTask<Void>(() -> {
            steps.on(entities);
            return null;
        });
        threads.newThread(task).start();
        return task;
    }
}
