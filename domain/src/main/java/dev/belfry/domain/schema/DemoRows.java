package dev.belfry.domain.schema;

import dev.belfry.domain.accounts.Account;
import dev.belfry.domain.campaigns.Campaign;
import dev.belfry.domain.challenges.Challenge;
import dev.belfry.domain.content.ContentItem;
import dev.belfry.domain.events.Event;
import dev.belfry.domain.events.EventParticipant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/** Something to look at for a new development database. */
@ApplicationScoped
public class DemoRows {

    @PersistenceContext(unitName = "belfry")
    EntityManager entities;

    /** Writes the rows into an empty database; leaves one alone in which there is a challenge. */
    @Transactional
    public void write(Account ada, Account ben) {
        var challenges = entities.createQuery("select count(c) from Challenge c", Long.class);
        if (challenges.getSingleResult() > 0) {
            return;
        }
        entities.persist(new Challenge(
                        ada.id(),
                        "Cut our paper use by half",
                        "Which of our forms could become a page, and which could just go?")
                .open());
        entities.persist(new Challenge(
                        ben.id(), "A welcome for new colleagues", "What would have helped you in your first week?")
                .open());
        entities.persist(new Challenge(ada.id(), "Quieter meeting rooms", "Still collecting what has been tried."));

        var event = new Event(
                ada.id(),
                "Idea sprint",
                "Room 4, third floor",
                Instant.now().plus(14, ChronoUnit.DAYS).truncatedTo(ChronoUnit.HOURS));
        entities.persist(event);
        entities.persist(new EventParticipant(event, Objects.requireNonNull(ben.id())));

        entities.persist(new Campaign(ben.id(), "Spring of ideas", "Four weeks, one topic a week."));
        entities.persist(new ContentItem(
                ada.id(), "How to write a good challenge", "Say what hurts, not what you would build."));
    }
}
