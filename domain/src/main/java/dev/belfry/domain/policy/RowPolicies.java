package dev.belfry.domain.policy;

import dev.belfry.domain.access.DatabaseAway;
import dev.belfry.domain.change.Table;
import dev.belfry.domain.policy.PolicyCatalog.Facts;
import dev.belfry.domain.policy.PolicyCatalog.Grants;
import dev.belfry.domain.policy.PolicyCatalog.TableRole;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Which roles may see what of which tables: privileges, and policies compiled as far as they can be. What the catalog says is read again
 * all the time, so that a change of it is heard within a second.
 */
@ApplicationScoped
public class RowPolicies {

    private static final Logger LOG = System.getLogger(RowPolicies.class.getName());
    private static final long FRESH_NANOS = 1_000_000_000;
    /** Roles are a few; a provider that names thousands must not fill the memory. */
    private static final int MOST_KEYS = 10_000;

    @Resource(lookup = "jdbc/belfry")
    DataSource database;

    private final Set<TableRole> asked = ConcurrentHashMap.newKeySet();
    private volatile Snapshot snapshot = new Snapshot(new Facts(Map.of(), Map.of()), Map.of(), Set.of(), 0);

    /** @param keys that were asked for, whether there are such or not */
    private record Snapshot(Facts facts, Map<TableRole, Access> accesses, Set<TableRole> keys, long nanos) {

        boolean knows(TableRole key) {
            return keys.contains(key) && System.nanoTime() - nanos < FRESH_NANOS;
        }
    }

    /**
     * As it was within the last second; empty if there is no such table or role. Blocks for a round trip if that is not known.
     *
     * @throws DatabaseAway if it is not to be had now
     */
    public Optional<Access> of(Table table, String role) {
        var key = new TableRole(table.schema(), table.name(), role);
        var known = snapshot;
        if (!known.knows(key)) {
            known = read(key);
        }
        return Optional.ofNullable(known.accesses().get(key));
    }

    /** Reads the catalog again, so that nobody has to wait for it. To be called more often than once a second. */
    public void refresh() {
        if (asked.isEmpty()) {
            return;
        }
        try {
            read(null);
        } catch (DatabaseAway e) {
            LOG.log(Level.DEBUG, "policies are read again in a moment", e);
        }
    }

    private synchronized Snapshot read(@Nullable TableRole wanted) {
        if (wanted != null && snapshot.knows(wanted)) {
            return snapshot;
        }
        if (asked.size() > MOST_KEYS) {
            asked.clear();
        }
        if (wanted != null) {
            asked.add(wanted);
        }
        var keys = Set.copyOf(asked);
        var now = System.nanoTime();
        snapshot = compiled(facts(keys), keys, now);
        return snapshot;
    }

    private Facts facts(Set<TableRole> keys) {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                return PolicyCatalog.read(connection, keys);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            if (DatabaseAway.isCauseOf(e)) {
                throw new DatabaseAway(e);
            }
            throw new IllegalStateException("PostgreSQL cannot say what may be seen", e);
        }
    }

    /** What has not changed stays compiled. */
    private Snapshot compiled(Facts facts, Set<TableRole> keys, long nanos) {
        var before = snapshot;
        var same = before.facts().functions().equals(facts.functions());
        var accesses = new HashMap<TableRole, Access>();
        facts.grants().forEach((key, grants) -> {
            var access = same ? unchanged(before, key, grants) : null;
            accesses.put(key, access == null ? PolicyCatalog.compile(grants, key.role(), facts.functions()) : access);
        });
        return new Snapshot(facts, accesses, keys, nanos);
    }

    private static @Nullable Access unchanged(Snapshot before, TableRole key, Grants grants) {
        return grants.equals(before.facts().grants().get(key))
                ? before.accesses().get(key)
                : null;
    }
}
