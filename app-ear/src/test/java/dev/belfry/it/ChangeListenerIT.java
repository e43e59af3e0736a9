package dev.belfry.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belfry.domain.challenges.Challenge;
import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.ChosenSource;
import dev.belfry.domain.events.Event;
import dev.belfry.domain.events.EventParticipant;
import dev.belfry.domain.schema.Schema;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Inside Liberty: from an entity in a transaction to the CDI event, by the domain jar as the EAR holds it. */
@ExtendWith({ArquillianServer.class, ArquillianExtension.class})
class ChangeListenerIT {

    private static final UUID OWNER = UUID.randomUUID();

    @Inject
    Schema schema;

    @Inject
    ChosenSource chosen;

    @Inject
    AnnouncedChanges announced;

    @Inject
    Work work;

    @Deployment
    static EnterpriseArchive application() {
        return TestApplication.with(ChangeListenerIT.class);
    }

    @BeforeEach
    void start() throws Exception {
        schema.lay();
        chosen.choose(ChosenSource.Source.LISTENER, "it is what is tested");
        announced.heard().clear();
    }

    @Test
    void announcesInsertUpdateAndDeleteOnceTheyAreCommitted() throws Exception {
        var challenge = new Challenge(OWNER, "One", "");

        work.transaction().begin();
        work.entities().persist(challenge);
        work.entities().flush();
        assertTrue(announced.heard().isEmpty(), "nothing is announced before the commit");
        work.transaction().commit();
        var id = Objects.requireNonNull(challenge.id());

        work.transaction().begin();
        work.entities().find(Challenge.class, id).rename("Two");
        work.transaction().commit();

        work.transaction().begin();
        work.entities().remove(work.entities().find(Challenge.class, id));
        work.transaction().commit();

        assertEquals(3, announced.heard().size());
        var insert = assertInstanceOf(Change.Insert.class, announced.heard().get(0));
        var update = assertInstanceOf(Change.Update.class, announced.heard().get(1));
        var delete = assertInstanceOf(Change.Delete.class, announced.heard().get(2));
        assertEquals("public.challenges", insert.table().toString());
        assertEquals("One", text(insert.row().get("title")));
        assertEquals("0", text(insert.row().get("version")));
        assertEquals("Two", text(update.row().get("title")));
        assertEquals("1", text(update.row().get("version")));
        assertEquals(id.toString(), text(delete.old().get("id")));
        assertEquals("One", text(update.old().get("title")), "the old row is the one that was loaded");
        assertEquals("0", text(update.old().get("version")));
        assertEquals("Two", text(delete.old().get("title")));
    }

    @Test
    void isSilentOnRollback() throws Exception {
        work.transaction().begin();
        work.entities().persist(new Challenge(OWNER, "Never", ""));
        work.entities().flush();
        work.transaction().rollback();

        assertTrue(announced.heard().isEmpty());
    }

    @Test
    void isSilentWhenPostgresRefuses() throws Exception {
        work.transaction().begin();
        work.entities().persist(new Challenge(OWNER, "Good", ""));
        work.entities().persist(new Challenge(OWNER, "", "a title must not be empty"));
        assertThrows(PersistenceException.class, () -> work.entities().flush());
        work.transaction().rollback();

        assertTrue(announced.heard().isEmpty());
    }

    @Test
    void announcesATransactionWholeAndInOrder() throws Exception {
        work.transaction().begin();
        var event = new Event(OWNER, "Meeting", "Here", Instant.parse("2026-12-01T10:00:00Z"));
        work.entities().persist(event);
        work.entities().flush();
        work.entities().persist(new EventParticipant(event, OWNER));
        work.entities().flush();
        work.entities().persist(new Challenge(OWNER, "Last", ""));
        work.transaction().commit();

        var tables =
                announced.heard().stream().map(change -> change.table().name()).toList();
        assertEquals(List.of("events", "event_participants", "challenges"), tables);
        var first = assertInstanceOf(Change.Insert.class, announced.heard().getFirst());
        assertEquals("2026-12-01T10:00:00+00:00", text(first.row().get("starts_at")));
    }

    private static String text(@Nullable JsonNode value) {
        return Objects.requireNonNull(value).asString();
    }
}
