package dev.belfry.it;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.UserTransaction;

/** What a test in the container works with. Arquillian injects beans into a test, and these are none. */
@ApplicationScoped
public class Work {

    @PersistenceContext(unitName = "belfry")
    EntityManager entities;

    @Resource
    UserTransaction transaction;

    @Resource
    ManagedThreadFactory threads;

    EntityManager entities() {
        return entities;
    }

    UserTransaction transaction() {
        return transaction;
    }

    ManagedThreadFactory threads() {
        return threads;
    }
}
