package dev.belfry.domain.policy;

import dev.belfry.domain.change.Json;
import dev.belfry.domain.policy.Rule.Policy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Policies and privileges, as PostgreSQL's catalog has them now. */
final class PolicyCatalog {

    /**
     * Every name outside of {@code pg_catalog} is written with its schema then. And a table that somebody has locked is not waited for:
     * {@code pg_get_expr} takes a lock too.
     */
    private static final String PREPARE = """
            select set_config('search_path', 'pg_catalog, pg_temp', true),
                   set_config('lock_timeout', '100ms', true),
                   set_config('statement_timeout', '5s', true)
            """;

    private static final String GRANTS = """
            select asked.number,
                   has_schema_privilege(r.oid, n.oid, 'usage'),
                   c.relrowsecurity and not r.rolsuper and not r.rolbypassrls
                       and (c.relforcerowsecurity or not pg_has_role(r.oid, c.relowner, 'usage')),
                   (select json_agg(json_build_array(
                               a.attname,
                               format_type(a.atttypid, null),
                               t.typtype = 'e',
                               t.typtype = 'd',
                               coalesce(l.collisdeterministic, true),
                               has_column_privilege(r.oid, c.oid, a.attnum, 'select')))
                    from pg_attribute a
                    join pg_type t on t.oid = a.atttypid
                    left join pg_collation l on l.oid = a.attcollation
                    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
                   (select json_agg(json_build_array(p.polname, p.polpermissive, pg_get_expr(p.polqual, p.polrelid)) order by p.polname)
                    from pg_policy p
                    where p.polrelid = c.oid and p.polcmd in ('r', '*') and p.polqual is not null
                        and (0 = any(p.polroles)
                            or exists(select from unnest(p.polroles) holder where pg_has_role(r.oid, holder, 'usage'))))
            from unnest(cast(? as text[]), cast(? as text[]), cast(? as text[]))
                with ordinality as asked(schema, name, role, number)
            join pg_namespace n on n.nspname = asked.schema
            join pg_class c on c.relnamespace = n.oid and c.relname = asked.name
            join pg_roles r on r.rolname = asked.role
            """;

    private static final String FUNCTIONS = """
            select quote_ident(n.nspname) || '.' || quote_ident(p.proname), p.prosrc, format_type(p.prorettype, null),
                   array(select r.rolname::text from pg_roles r
                         where r.rolname = any(asked.roles) and has_function_privilege(r.oid, p.oid, 'execute')
                         order by 1),
                   array(select r.rolname::text from pg_roles r
                         where r.rolname = any(asked.roles) and has_schema_privilege(r.oid, n.oid, 'usage')
                         order by 1)
            from pg_proc p
            join pg_namespace n on n.oid = p.pronamespace
            cross join (select cast(? as text[])) as asked(roles)
            where p.pronargs = 0 and p.prolang = (select oid from pg_language where lanname = 'sql')
                and p.prokind = 'f' and not p.proretset and not p.prosecdef and p.prosqlbody is null
                and p.proconfig is null
                and n.nspname not in ('pg_catalog', 'information_schema')
            """;

    /** A table and a role. */
    record TableRole(String schema, String table, String role) {

        String tableName() {
            return schema + "." + table;
        }
    }

    /** What the catalog says, before anything is compiled: equal if nothing has changed. */
    record Grants(boolean usesSchema, boolean secured, String columns, String policies) {}

    /** @param grants of those keys whose table and role there are */
    record Facts(Map<TableRole, Grants> grants, Map<String, SqlFunction> functions) {}

    private PolicyCatalog() {}

    /** In a transaction of the connection's, which the caller ends. */
    static Facts read(Connection connection, Collection<TableRole> keys) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(PREPARE);
        }
        return new Facts(grants(connection, List.copyOf(keys)), functions(connection, keys));
    }

    private static Map<TableRole, Grants> grants(Connection connection, List<TableRole> keys) throws SQLException {
        var grants = new HashMap<TableRole, Grants>();
        try (var statement = connection.prepareStatement(GRANTS)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "text", keys.stream().map(TableRole::schema).toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "text", keys.stream().map(TableRole::table).toArray()));
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "text", keys.stream().map(TableRole::role).toArray()));
            try (var found = statement.executeQuery()) {
                while (found.next()) {
                    var policies = found.getString(5);
                    grants.put(
                            keys.get(found.getInt(1) - 1),
                            new Grants(
                                    found.getBoolean(2),
                                    found.getBoolean(3),
                                    found.getString(4),
                                    policies == null ? "[]" : policies));
                }
            }
        }
        return grants;
    }

    private static Map<String, SqlFunction> functions(Connection connection, Collection<TableRole> keys)
            throws SQLException {
        var functions = new HashMap<String, SqlFunction>();
        try (var statement = connection.prepareStatement(FUNCTIONS)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "text",
                            keys.stream().map(TableRole::role).distinct().toArray()));
            try (var found = statement.executeQuery()) {
                while (found.next()) {
                    functions.put(
                            found.getString(1),
                            new SqlFunction(
                                    found.getString(2),
                                    Type.named(found.getString(3)),
                                    Set.of((String[]) found.getArray(4).getArray()),
                                    Set.of((String[]) found.getArray(5).getArray())));
                }
            }
        }
        return functions;
    }

    static Access compile(Grants grants, String role, Map<String, SqlFunction> functions) {
        if (!grants.usesSchema()) {
            return Access.NONE;
        }
        var types = new HashMap<String, Type>();
        var readable = new ArrayList<String>();
        for (var column : Json.MAPPER.readTree(grants.columns())) {
            var name = column.get(0).stringValue();
            types.put(name, type(column));
            if (column.get(5).booleanValue()) {
                readable.add(name);
            }
        }
        var rule =
                grants.secured() ? Rule.of(policies(grants), new Compiler(Map.copyOf(types), role, functions)) : null;
        return new Access(types, Set.copyOf(readable), rule);
    }

    private static Type type(JsonNode column) {
        var name = column.get(1).stringValue();
        if (column.get(2).booleanValue()) {
            return Type.enumeration(name);
        }
        if (column.get(3).booleanValue()) {
            return Type.domain(name);
        }
        return column.get(4).booleanValue() ? Type.named(name) : Type.opaque(name);
    }

    private static List<Policy> policies(Grants grants) {
        var policies = new ArrayList<Policy>();
        for (var policy : Json.MAPPER.readTree(grants.policies())) {
            policies.add(new Policy(
                    policy.get(0).stringValue(),
                    policy.get(1).booleanValue(),
                    policy.get(2).stringValue()));
        }
        return policies;
    }
}
