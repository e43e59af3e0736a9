package dev.belfry.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.ChosenSource;
import dev.belfry.domain.change.Table;
import dev.belfry.domain.replication.Feasibility;
import dev.belfry.domain.replication.WalSource;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The write-ahead log, and what is heard from it alone. */
@ExtendWith({ArquillianServer.class, ArquillianExtension.class})
class WalSourceIT extends ChangeSourceContract {

    private static boolean isStarted;

    @Inject
    ChosenSource chosen;

    @Inject
    WalSource wal;

    @Deployment
    static EnterpriseArchive application() {
        return application(WalSourceIT.class);
    }

    @Override
    void switchOn() throws Exception {
        chosen.choose(ChosenSource.Source.WAL, "it is what is tested");
        if (!isStarted) {
            work.sql("delete from belfry.published_tables where name like 'public.test_%'"); // they are new ones
            assertEquals(new Feasibility.Possible(), wal.feasibility());
            wal.start(work.threads());
            isStarted = true;
        }
        assertTrue(wal.awaitCaughtUp(Duration.ofSeconds(30)), () -> wal.state().toString());
    }

    @Test
    void announcesEveryEntitysTable() {
        assertTrue(wal.state().connected());
        assertTrue(wal.tables().now().stream()
                .map(Table::name)
                .toList()
                .containsAll(List.of("campaigns", "challenges", "events", "test_counters", "test_every_type")));
    }

    @Test
    void hearsSqlThatPassesTheEntitiesBy() throws Exception {
        var id = nextId();

        work.sql(
                "insert into public.test_counters values (%d, 7)".formatted(id),
                "update public.test_counters set value = 8 where id = %d".formatted(id),
                "delete from public.test_counters where id = %d".formatted(id));

        assertEquals(List.of("Insert 7", "Update 8", "Delete 8"), heardOf(id));
    }

    @Test
    void hearsBulkStatementsOfJpql() throws Exception {
        var first = nextId();
        var second = nextId();
        work.transaction(entities -> {
            entities.persist(new Counter(first));
            entities.persist(new Counter(second));
        });

        work.transaction(entities -> {
            entities.createQuery("update Counter c set c.value = 5 where c.id in (:first, :second)")
                    .setParameter("first", first)
                    .setParameter("second", second)
                    .executeUpdate();
            entities.createQuery("delete from Counter c where c.id = :first")
                    .setParameter("first", first)
                    .executeUpdate();
        });

        assertEquals(List.of("Insert 0", "Update 5", "Delete 5"), heardOf(first));
        assertEquals(List.of("Insert 0", "Update 5"), heardOf(second));
    }

    @Test
    void whatWasRolledBackToASavepointIsNotHeard() throws Exception {
        var id = nextId();

        work.jdbc(connection -> {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.execute("insert into public.test_counters values (%d, 1)".formatted(id));
                var savepoint = connection.setSavepoint();
                statement.execute("update public.test_counters set value = 2 where id = %d".formatted(id));
                connection.rollback(savepoint);
                statement.execute("update public.test_counters set value = 3 where id = %d".formatted(id));
                connection.commit();
            } finally {
                connection.setAutoCommit(true);
            }
        });

        assertEquals(List.of("Insert 1", "Update 3"), heardOf(id));
    }

    private List<String> heardOf(int id) throws Exception {
        return untilNow().stream()
                .filter(change -> !counted(List.of(change), id).isEmpty())
                .map(change -> kind(change) + " " + counted(List.of(change), id).getFirst())
                .toList();
    }

    private static String kind(Change change) {
        return change.getClass().getSimpleName();
    }
}
