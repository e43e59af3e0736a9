package dev.belfry.domain.access;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import javax.sql.DataSource;

/**
 * The roles that this server's own may take on, but for itself, superusers, PostgreSQL's own, and roles that own tables or have
 * the rights of one that does: policies do not hold for an owner, and a token must not make one. While the database is away those are accepted that every portal has.
 */
@ApplicationScoped
public class DatabaseRoles implements Roles {

    private static final Logger LOG = System.getLogger(DatabaseRoles.class.getName());
    private static final long KEPT_NANOS = 10_000_000_000L;
    /** So often may somebody with a wrong token make it ask. */
    private static final long PACE_NANOS = 1_000_000_000;

    private static final String ROLES = """
            select r.rolname
            from pg_roles r
            where pg_has_role(session_user, r.oid,
                    -- before PostgreSQL 16 every member may take the role on
                    case when current_setting('server_version_num')::int < 160000 then 'member' else 'set' end)
                and not r.rolsuper and r.rolname <> session_user and r.rolname !~ '^pg_'
                and not exists (
                    select from (select distinct c.relowner from pg_class c where c.relkind in ('r', 'p', 'v')) owners
                    where pg_has_role(r.oid, owners.relowner, 'usage'))
            """;

    @Resource(lookup = "jdbc/belfry", shareable = false)
    DataSource database;

    private volatile Known known = new Known(Set.of(), System.nanoTime() - KEPT_NANOS);

    private record Known(Set<String> roles, long nanos) {

        boolean isOlderThan(long age) {
            return System.nanoTime() - nanos > age;
        }
    }

    /** Blocks for a round trip now and then. */
    @Override
    public boolean accepts(String role) {
        var now = known;
        if (now.isOlderThan(KEPT_NANOS) || (!now.roles().contains(role) && now.isOlderThan(PACE_NANOS))) {
            now = reread();
        }
        return now.roles().contains(role);
    }

    private synchronized Known reread() {
        if (known.isOlderThan(PACE_NANOS)) {
            known = new Known(read(), System.nanoTime());
        }
        return known;
    }

    /** What the database says, asked as this server's own role. */
    public static Set<String> accepted(Connection connection) throws SQLException {
        var roles = new HashSet<String>();
        try (var statement = connection.createStatement();
                var found = statement.executeQuery(ROLES)) {
            while (found.next()) {
                roles.add(found.getString(1));
            }
            return Set.copyOf(roles);
        }
    }

    private Set<String> read() {
        try (var connection = database.getConnection()) {
            return accepted(connection);
        } catch (SQLException e) {
            LOG.log(Level.WARNING, "RolesNotRead: only the usual roles are accepted for now: {0}", e.getMessage());
            return USUAL;
        }
    }
}
