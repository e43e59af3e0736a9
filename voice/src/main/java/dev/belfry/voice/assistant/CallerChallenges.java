package dev.belfry.voice.assistant;

import dev.belfry.domain.access.CallerTransaction;
import dev.belfry.domain.access.Claims;
import dev.belfry.domain.challenges.Challenge;
import dev.belfry.domain.schema.Demo;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** In the caller's name: PostgreSQL's policies decide, and what is made is announced like any row. */
@ApplicationScoped
public class CallerChallenges implements Challenges {

    @Inject
    CallerTransaction transaction;

    @Inject
    Demo demo;

    @Override
    public boolean areThere() {
        return demo.isLaid();
    }

    @Override
    public long count(Claims caller, @Nullable String status, boolean isMine) {
        return transaction.as(
                caller,
                entities -> entities.createQuery("""
                        select count(c) from Challenge c
                        where (:status is null or c.status = :status) and (:owner is null or c.createdBy = :owner)
                        """, Long.class)
                        .setParameter("status", status)
                        .setParameter("owner", isMine ? owner(caller) : null)
                        .getSingleResult());
    }

    @Override
    public List<String> newest(Claims caller, int most) {
        return transaction.as(
                caller,
                entities -> entities.createQuery(
                                "select c.title from Challenge c where c.status = 'open' order by c.createdAt desc",
                                String.class)
                        .setMaxResults(most)
                        .getResultList());
    }

    @Override
    public void draft(Claims caller, String title) {
        transaction.as(caller, entities -> {
            entities.persist(new Challenge(owner(caller), title, ""));
            return title;
        });
    }

    private static UUID owner(Claims caller) {
        var subject = caller.subject();
        if (subject == null) {
            throw new IllegalArgumentException("The caller has no subject, so nothing can belong to it");
        }
        return UUID.fromString(subject);
    }
}
