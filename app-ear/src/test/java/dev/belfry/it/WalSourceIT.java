package dev.belfry.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belfry.domain.challenges.Challenge;
import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.ChosenSource;
import dev.belfry.domain.change.Table;
import dev.belfry.domain.replication.Feasibility;
import dev.belfry.domain.replication.WalSource;
import dev.belfry.domain.schema.Schema;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Inside Liberty: from anybody's SQL to the CDI event, by the write-ahead log. */
@ExtendWith({ArquillianServer.class, ArquillianExtension.class})
class WalSourceIT {

    @Inject
    Schema schema;

    @Inject
    ChosenSource chosen;

    @Inject
    WalSource source;

    @Inject
    AnnouncedChanges announced;

    @Inject
    Work work;

    @Deployment
    static EnterpriseArchive application() {
        return TestApplication.with(WalSourceIT.class);
    }

    @Test
    void announcesWhatTheApplicationWritesAndWhatOthersWrite() throws Exception {
        schema.lay();
        chosen.choose(ChosenSource.Source.WAL, "it is what is tested");
        assertEquals(new Feasibility.Possible(), source.feasibility());
        source.start(work.threads());
        assertTrue(
                source.awaitCaughtUp(Duration.ofSeconds(60)),
                () -> source.state().toString());
        announced.heard().clear();

        work.transaction().begin();
        work.entities().persist(new Challenge(UUID.randomUUID(), "By an entity", ""));
        work.transaction().commit();
        work.transaction().begin();
        work.entities()
                .createNativeQuery("update public.challenges set title = 'By SQL' where title = 'By an entity'")
                .executeUpdate();
        work.transaction().commit();

        var end = Instant.now().plusSeconds(30);
        while (announced.heard().size() < 2 && Instant.now().isBefore(end)) {
            Thread.sleep(10);
        }
        assertEquals(
                List.of("By an entity", "By SQL"),
                announced.heard().stream().map(WalSourceIT::title).toList());
        assertTrue(source.state().connected());
        assertEquals(
                List.of("campaigns", "challenges", "content_items", "event_participants", "events"),
                source.tables().now().stream().map(Table::name).toList());
        source.close();
    }

    private static String title(Change change) {
        var row = change instanceof Change.Insert insert ? insert.row() : ((Change.Update) change).row();
        return Objects.requireNonNull(row.get("title")).asString();
    }
}
