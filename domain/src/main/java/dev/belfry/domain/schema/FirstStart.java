package dev.belfry.domain.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What a role needs once, before the schema is laid for the first time: no superuser, and no rights beyond these. */
final class FirstStart {

    /**
     * Each row is what is missing and the statement that cures it. The catalog is asked, and no name is looked up: that fails in a
     * schema that the role may not use.
     */
    private static final String CURES = """
            with me as (
                select oid, rolname, rolsuper, rolcreaterole, current_setting('server_version_num')::int as version
                from pg_roles where rolname = current_user
            ), wanted as (
                select w.name, r.oid, r.rolsuper
                from unnest(array['anon', 'authenticated', 'service_role']) w(name)
                left join pg_roles r on r.rolname = w.name
            ), schemas as (
                select w.name, n.oid from unnest(array['belfry', 'auth']) w(name)
                left join pg_namespace n on n.nspname = w.name
            )
            select format('%I may not create schemas in %I', me.rolname, current_database()),
                   format('grant create on database %I to %I', current_database(), me.rolname)
            from me
            where not has_database_privilege(current_database(), 'create')
            union all
            select case when w.oid is null then format('the role %I is missing, and %I may not create it', w.name, me.rolname)
                        else format('%I may not act as %I', me.rolname, w.name) end,
                   case when w.oid is null then format('create role %I nologin noinherit; ', w.name) else '' end
                       || format('grant %I to %I', w.name, me.rolname)
            from wanted w, me
            where case
                when me.rolsuper then false
                when w.oid is null then not me.rolcreaterole
                else not pg_has_role(w.oid, case when me.version < 160000 then 'member' else 'set' end)
                    and not (me.version < 160000 and me.rolcreaterole and not w.rolsuper)
                    and not pg_has_role(w.oid, 'member with admin option')
            end
            union all
            select format('%I may not use the schema %I', me.rolname, s.name),
                   format('grant usage on schema %I to %I', s.name, me.rolname)
            from schemas s, me
            where s.oid is not null and not has_schema_privilege(s.oid, 'usage')
            union all
            select format('%I may not create in the schema %I, which lacks %s', me.rolname, s.name, lacking.things),
                   format('grant create on schema %I to %I', s.name, me.rolname)
            from schemas s, me, lateral (
                select case when s.name = 'belfry' then 'Belfry''s tables'
                            else (select string_agg('auth.' || f.name || '()', ', ')
                                  from unnest(array['uid', 'jwt', 'role', 'email']) f(name)
                                  where not exists (select from pg_proc p
                                                    where p.pronamespace = s.oid and p.proname = f.name and p.pronargs = 0)) end
            ) lacking(things)
            where s.oid is not null and lacking.things is not null and not has_schema_privilege(s.oid, 'create')
            """;

    /** A table of the first migrations. */
    private static final String IS_OVER = """
            select exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                           where n.nspname = 'belfry' and c.relname = 'published_tables')
            """;

    private FirstStart() {}

    /** None if nothing is missing, or the schema is there. */
    static List<String> cures(Connection connection) throws SQLException {
        var cures = new ArrayList<String>();
        try (var statement = connection.createStatement()) {
            try (var over = statement.executeQuery(IS_OVER)) {
                over.next();
                if (over.getBoolean(1)) {
                    return List.of();
                }
            }
            try (var found = statement.executeQuery(CURES)) {
                while (found.next()) {
                    cures.add(found.getString(1) + ": " + found.getString(2) + ";");
                }
            }
        }
        return cures;
    }
}
