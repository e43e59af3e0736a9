package dev.belfry.domain.diagnosis;

import dev.belfry.domain.diagnosis.Findings.Cured;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What anon and authenticated may do with the tables and views that are served, and names that the demo would want. */
final class TablesCheck implements Check {

    private static final List<String> DEMO =
            List.of("challenges", "events", "event_participants", "campaigns", "content_items");

    private static final String OPEN = """
            select format('%I.%I', n.nspname, c.relname)
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = any (?::text[]) and c.relkind in ('r', 'p') and not c.relrowsecurity
                and exists (select from pg_roles r
                            where r.rolname in ('anon', 'authenticated') and has_schema_privilege(r.oid, n.oid, 'usage')
                                and has_any_column_privilege(r.oid, c.oid, 'select'))
            order by 1
            """;

    private static final String WRITABLE = """
            select format('%I.%I', n.nspname, c.relname)
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            join pg_roles r on r.rolname = 'anon'
            where n.nspname = any (?::text[]) and c.relkind in ('r', 'p') and not c.relrowsecurity
                and has_schema_privilege(r.oid, n.oid, 'usage')
                and (has_any_column_privilege(r.oid, c.oid, 'insert, update') or has_table_privilege(r.oid, c.oid, 'delete'))
            order by 1
            """;

    /** By a policy that asks for nothing. */
    private static final String INVITED = """
            select format('%I.%I', n.nspname, c.relname), format('%I', p.polname)
            from pg_policy p
            join pg_class c on c.oid = p.polrelid
            join pg_namespace n on n.oid = c.relnamespace
            join pg_roles r on r.rolname = 'anon'
            where n.nspname = any (?::text[]) and c.relrowsecurity and p.polpermissive and p.polcmd <> 'r'
                and (0 = any (p.polroles) or r.oid = any (p.polroles))
                and coalesce(pg_get_expr(p.polwithcheck, p.polrelid), pg_get_expr(p.polqual, p.polrelid)) = 'true'
                and case p.polcmd when 'a' then has_any_column_privilege(r.oid, c.oid, 'insert')
                                  when 'w' then has_any_column_privilege(r.oid, c.oid, 'update')
                                  when 'd' then has_table_privilege(r.oid, c.oid, 'delete')
                                  else has_any_column_privilege(r.oid, c.oid, 'insert, update')
                                      or has_table_privilege(r.oid, c.oid, 'delete') end
            order by 1, 2
            """;

    private static final String PAST_POLICIES = """
            select format('%I.%I', n.nspname, c.relname)
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = any (?::text[]) and c.relkind = 'v'
                and not coalesce(c.reloptions && array['security_invoker=true', 'security_invoker=on', 'security_invoker=1'], false)
                and exists (select from pg_roles r
                            where r.rolname in ('anon', 'authenticated') and has_any_column_privilege(r.oid, c.oid, 'select'))
                and exists (select from pg_rewrite w
                            join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid
                                and d.refclassid = 'pg_class'::regclass and d.refobjid <> c.oid
                            join pg_class t on t.oid = d.refobjid and t.relrowsecurity
                            where w.ev_class = c.oid)
            order by 1
            """;

    /** Where Belfry was before, it has laid them itself or told of it. */
    private static final String TAKEN = """
            select format('public.%I', c.relname)
            from pg_class c
            where c.relnamespace = to_regnamespace('public') and c.relname = any (?::text[])
                and to_regclass('belfry.flyway_schema_history') is null
            order by 1
            """;

    @Override
    public void examine(Connection connection, Installation installation, Findings findings) throws SQLException {
        var schemas = installation.schemas();
        var open = names(connection, OPEN, schemas);
        findings.add(
                Topic.ROW_SECURITY,
                Severity.WARNING,
                "Row security is off, so anon or authenticated read every row, over HTTP and by changes",
                cured(open, "alter table %s enable row level security;"));
        findings.add(
                Topic.ANON_WRITES,
                Severity.WARNING,
                "Row security is off and anon may write: anybody with the anon key changes rows",
                cured(names(connection, WRITABLE, schemas), "revoke insert, update, delete on %s from anon;"));
        findings.add(
                Topic.ANON_WRITES,
                Severity.HINT,
                "A policy lets anon write whatever it likes",
                Rows.of(
                        connection,
                        INVITED,
                        row -> new Cured(
                                row.getString(1),
                                "alter policy " + row.getString(2) + " on " + row.getString(1) + " to authenticated;"),
                        schemas));
        findings.add(
                Topic.VIEWS,
                Severity.HINT,
                "Views that read tables past their policies, with the rights of the views' owners",
                cured(names(connection, PAST_POLICIES, schemas), "alter view %s set (security_invoker = true);"));
        findings.add(
                Topic.NAMES,
                Severity.HINT,
                "The demo wants these names, which are taken, and is left out",
                names(connection, TAKEN, DEMO),
                List.of("BELFRY_DEV=false, or BELFRY_DEMO=false"));
        if (open.isEmpty()) {
            findings.ok(Topic.ROW_SECURITY, "On for every table that anon or authenticated may read.");
        }
    }

    private static List<String> names(Connection connection, String sql, List<String> argument) throws SQLException {
        return Rows.of(connection, sql, row -> row.getString(1), argument);
    }

    private static List<Cured> cured(List<String> tables, String cure) {
        return tables.stream()
                .map(table -> new Cured(table, cure.replace("%s", table)))
                .toList();
    }
}
