package dev.belfry.domain.diagnosis;

import static dev.belfry.domain.change.Identifiers.quoted;

import dev.belfry.domain.access.DatabaseRoles;
import dev.belfry.domain.access.Roles;
import dev.belfry.domain.diagnosis.Findings.Cured;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Whether Belfry can act as its callers' roles, and is nobody who sees everything by itself. */
final class RolesCheck implements Check {

    private static final String OWN = "select current_user, rolsuper from pg_roles where rolname = current_user";

    private static final String CALLERS = """
            with me as (select rolsuper, rolcreaterole, current_setting('server_version_num')::int as version
                        from pg_roles where rolname = current_user)
            select wanted.name,
                   r.oid is not null,
                   coalesce(pg_has_role(r.oid, case when me.version < 160000 then 'member' else 'set' end), false),
                   case when r.oid is null then me.rolsuper or me.rolcreaterole
                        else me.rolsuper or (me.version < 160000 and me.rolcreaterole and not r.rolsuper)
                            or pg_has_role(r.oid, 'member with admin option') end,
                   coalesce(r.rolbypassrls or r.rolsuper, false)
            from me
            cross join unnest(?::text[]) wanted(name)
            left join pg_roles r on r.rolname = wanted.name
            order by wanted.name
            """;

    /** Policies do not hold for an owner. */
    private static final String OWNED = """
            select format('%I.%I', n.nspname, c.relname)
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p', 'v') and pg_has_role(?, c.relowner, 'usage')
            order by 1
            """;

    private record Own(String name, boolean superuser) {}

    private record Caller(String name, boolean there, boolean takenOn, boolean curedAtStart, boolean bypasses) {}

    @Override
    public void examine(Connection connection, Installation installation, Findings findings) throws SQLException {
        var own = Rows.one(connection, OWN, row -> new Own(row.getString(1), row.getBoolean(2)));
        if (own.superuser()) {
            findings.hint(
                    Topic.OWN_ROLE,
                    own.name() + " is a superuser; Belfry needs none, and one that is none can do less harm.",
                    "create role belfry login createrole replication password '…';");
        } else {
            findings.ok(Topic.OWN_ROLE, own.name() + " is no superuser, and need not be.");
        }
        var accepted = DatabaseRoles.accepted(connection);
        var lacking = new ArrayList<Cured>();
        for (var caller : callers(connection)) {
            if (!caller.takenOn() && !caller.curedAtStart()) {
                lacking.add(new Cured(
                        caller.name(),
                        (caller.there() ? "" : "create role " + quoted(caller.name()) + " nologin noinherit; ")
                                + "grant " + quoted(caller.name()) + " to " + quoted(own.name()) + ";"));
            } else if (caller.takenOn() && !accepted.contains(caller.name())) {
                refused(connection, caller, own, findings);
            }
            if (caller.name().equals("service_role") && caller.there() && !caller.bypasses()) {
                findings.hint(
                        Topic.ROLES,
                        "service_role does not pass by row security, so policies decide what it sees.",
                        "alter role service_role bypassrls;");
            }
        }
        findings.add(
                Topic.ROLES,
                Severity.ERROR,
                own.name() + " can neither act as these roles nor make that possible",
                lacking);
        if (lacking.isEmpty()) {
            findings.ok(Topic.ROLES, "Callers can be anon, authenticated and service_role.");
        }
    }

    private static List<Caller> callers(Connection connection) throws SQLException {
        return Rows.of(
                connection,
                CALLERS,
                row -> new Caller(
                        row.getString(1), row.getBoolean(2), row.getBoolean(3), row.getBoolean(4), row.getBoolean(5)),
                List.copyOf(Roles.USUAL));
    }

    private static void refused(Connection connection, Caller caller, Own own, Findings findings) throws SQLException {
        var owned = Rows.of(connection, OWNED, row -> row.getString(1), caller.name());
        if (owned.isEmpty()) {
            findings.warning(
                    Topic.ROLES,
                    "Tokens with the role " + caller.name() + " are refused, since it is a superuser.",
                    "alter role " + quoted(caller.name()) + " nosuperuser;");
            return;
        }
        findings.add(
                Topic.ROLES,
                Severity.WARNING,
                "Tokens with the role " + caller.name()
                        + " are refused, since it has the rights of an owner and policies do not hold for owners",
                owned.stream()
                        .map(table ->
                                new Cured(table, "alter table " + table + " owner to " + quoted(own.name()) + ";"))
                        .toList());
    }
}
