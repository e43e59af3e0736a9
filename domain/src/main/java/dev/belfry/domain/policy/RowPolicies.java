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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
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
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    /** Roles are a few; a provider that names thousands must not fill the memory. */
    private static final int MOST_KEYS = 10_000;

    @Resource(lookup = "jdbc/belfry", shareable = false)
    DataSource database;

    private final Set<TableRole> asked = ConcurrentHashMap.newKeySet();
    private volatile Snapshot snapshot = new Snapshot(new Facts(Map.of(), Map.of()), Map.of(), Set.of(), 0);

    /** @param keys that were read, whether there are such or not */
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
        if (!known.keys().contains(key)) {
            throw new DatabaseAway(new SQLException("policies of " + table + " cannot be read while it is locked"));
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
        var now = System.nanoTime();
        snapshot = compiled(facts(Set.copyOf(asked)), now);
        return snapshot;
    }

    private Read facts(Set<TableRole> keys) {
        try {
            return new Read(facts(List.copyOf(keys)), keys);
        } catch (TableLocked e) {
            return oneByOne(keys);
        }
    }

    /** A table that somebody has locked keeps no other waiting; what was known of it still holds. */
    private Read oneByOne(Set<TableRole> keys) {
        var before = snapshot;
        var grants = new HashMap<TableRole, Grants>();
        var read = new HashSet<TableRole>();
        var functions = before.facts().functions();
        for (var table : keys.stream()
                .collect(Collectors.groupingBy(TableRole::tableName))
                .values()) {
            try {
                var facts = facts(table);
                functions = facts.functions();
                grants.putAll(facts.grants());
                read.addAll(table);
            } catch (TableLocked e) {
                for (var key : table) {
                    if (before.keys().contains(key)) {
                        read.add(key);
                        Optional.ofNullable(before.facts().grants().get(key))
                                .ifPresent(known -> grants.put(key, known));
                    }
                }
            }
        }
        return new Read(new Facts(grants, functions), read);
    }

    /** @param keys about which the facts say something */
    private record Read(Facts facts, Set<TableRole> keys) {}

    private static final class TableLocked extends Exception {
        private static final long serialVersionUID = 1;

        TableLocked(SQLException cause) {
            super(cause);
        }
    }

    private Facts facts(List<TableRole> keys) throws TableLocked {
        try {
            return PassingTransaction.run(database, connection -> PolicyCatalog.read(connection, keys));
        } catch (SQLException e) {
            if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw new TableLocked(e);
            }
            throw DatabaseAway.or("PostgreSQL cannot say what may be seen", e);
        }
    }

    /** What has not changed stays compiled. */
    private Snapshot compiled(Read read, long nanos) {
        var facts = read.facts();
        var before = snapshot;
        var same = before.facts().functions().equals(facts.functions());
        var accesses = new HashMap<TableRole, Access>();
        facts.grants().forEach((key, grants) -> {
            var access = same ? unchanged(before, key, grants) : null;
            accesses.put(key, access == null ? PolicyCatalog.compile(grants, key.role(), facts.functions()) : access);
        });
        return new Snapshot(facts, accesses, read.keys(), nanos);
    }

    private static @Nullable Access unchanged(Snapshot before, TableRole key, Grants grants) {
        return grants.equals(before.facts().grants().get(key))
                ? before.accesses().get(key)
                : null;
    }
}
