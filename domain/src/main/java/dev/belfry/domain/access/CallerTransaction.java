package dev.belfry.domain.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.function.Function;

/** Runs work in a transaction of its own, in the database role and with the claims of a caller: PostgreSQL's policies decide. */
@ApplicationScoped
public class CallerTransaction {

    /** All of it lasts until the transaction ends, so that the connection goes back to the pool as it came. */
    private static final String ASSUME = """
            select set_config('request.jwt.claims', :claims, true),
                   set_config('request.jwt.claim.sub', :subject, true),
                   set_config('request.jwt.claim.role', :role, true),
                   set_config('statement_timeout', :timeout, true),
                   set_config('TimeZone', 'UTC', true),
                   set_config('role', :role, true)
            """;

    private static final String TIMEOUT = "10s";

    @PersistenceContext(unitName = "belfry")
    EntityManager entities;

    /**
     * Returns what the work returns, after everything that it wrote was flushed.
     *
     * @throws jakarta.persistence.PersistenceException what PostgreSQL objects to: an unknown role, a policy, a constraint
     */
    @Transactional(value = Transactional.TxType.REQUIRES_NEW, rollbackOn = Exception.class)
    public <T> T as(Claims caller, Function<EntityManager, T> work) {
        entities.createNativeQuery(ASSUME)
                .setParameter("claims", caller.json())
                .setParameter("subject", caller.subject() == null ? "" : caller.subject())
                .setParameter("role", caller.role())
                .setParameter("timeout", TIMEOUT)
                .getSingleResult();
        var result = work.apply(entities);
        entities.flush();
        return result;
    }
}
