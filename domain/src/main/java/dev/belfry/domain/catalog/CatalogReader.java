package dev.belfry.domain.catalog;

import dev.belfry.domain.catalog.Relation.Kind;
import dev.belfry.domain.catalog.Relation.Writes;
import dev.belfry.domain.catalog.Relationship.Cardinality;
import dev.belfry.domain.catalog.Relationship.Keyed;
import dev.belfry.domain.catalog.Relationship.Pair;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a {@link Catalog} from the database, in a handful of queries whatever the number of tables is. */
final class CatalogReader {

    /** Names in types and defaults are written with their schema when nothing is on the path. */
    private static final String NO_PATH = "select set_config('search_path', '', true)";

    /** What a domain is made from in the end. */
    private static final String DOMAINS = """
            with recursive domains (oid, base, modifier) as (
                select oid, typbasetype, typtypmod from pg_catalog.pg_type where typtype = 'd'
                union all
                select d.oid, t.typbasetype, t.typtypmod
                from domains d join pg_catalog.pg_type t on t.oid = d.base
                where t.typtype = 'd'
            ), base_types as (
                select d.oid, d.base, d.modifier
                from domains d join pg_catalog.pg_type t on t.oid = d.base
                where t.typtype <> 'd'
            )
            """;

    private static final String RELATIONS = """
            select c.oid, n.nspname, c.relname,
                   case c.relkind when 'v' then 'VIEW' when 'm' then 'VIEW' when 'f' then 'FOREIGN_TABLE' else 'TABLE' end,
                   c.relkind in ('r', 'p') or (c.relkind in ('v', 'f') and pg_relation_is_updatable(c.oid, true) & 8 = 8),
                   c.relkind in ('r', 'p') or (c.relkind in ('v', 'f') and pg_relation_is_updatable(c.oid, true) & 4 = 4),
                   c.relkind in ('r', 'p') or (c.relkind in ('v', 'f') and pg_relation_is_updatable(c.oid, true) & 16 = 16),
                   array(select a.attname::text
                         from pg_catalog.pg_constraint k
                         join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = any (k.conkey)
                         where k.conrelid = c.oid and k.contype = 'p'
                         order by a.attname)
            from pg_catalog.pg_class c
            join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'v', 'm', 'f', 'p') and not c.relispartition and n.nspname = any (?)
            """;

    private static final String COLUMNS = DOMAINS + """
            select a.attrelid, a.attname,
                   case when b.base is null or bt.typnamespace <> 'pg_catalog'::regnamespace
                        then format_type(a.atttypid, a.atttypmod)
                        else format_type(b.base, b.modifier)
                   end,
                   case when a.attgenerated <> '' then null
                        when a.attidentity = 'd' then format('nextval(%L)', s.objid::regclass)
                        when d.adbin is null then pg_get_expr(t.typdefaultbin, 0)
                        else pg_get_expr(d.adbin, d.adrelid)
                   end,
                   t.typname,
                   case c.relreplident when 'f' then true when 'n' then false
                        else exists (select from pg_catalog.pg_index i
                                     where i.indrelid = c.oid and a.attnum = any (i.indkey)
                                       and case c.relreplident when 'i' then i.indisreplident else i.indisprimary end)
                   end
            from pg_catalog.pg_attribute a
            join pg_catalog.pg_class c on c.oid = a.attrelid
            join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            join pg_catalog.pg_type t on t.oid = a.atttypid
            left join base_types b on b.oid = a.atttypid
            left join pg_catalog.pg_type bt on bt.oid = b.base
            left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
            left join pg_catalog.pg_depend s
                on a.attidentity = 'd' and s.refobjid = a.attrelid and s.refobjsubid = a.attnum and s.deptype = 'i'
                and s.classid = 'pg_catalog.pg_class'::regclass and s.refclassid = 'pg_catalog.pg_class'::regclass
            where a.attnum > 0 and not a.attisdropped
              and c.relkind in ('r', 'v', 'm', 'f', 'p') and not c.relispartition and n.nspname = any (?)
            order by a.attrelid, a.attnum
            """;

    /** With the numbers of the columns, by which views know them. One to one is a key of columns that are unique themselves. */
    private static final String FOREIGN_KEYS = """
            select k.conname, k.conrelid, k.confrelid, k.conkey, k.confkey,
                   exists (
                       select from pg_catalog.pg_constraint u
                       where u.conrelid = k.conrelid and u.contype in ('p', 'u')
                         and u.conkey @> k.conkey and u.conkey <@ k.conkey)
            from pg_catalog.pg_constraint k
            where k.contype = 'f' and k.conparentid = 0
            order by k.conrelid, k.conname
            """;

    private static final String PRIMARY_KEYS = """
            select conrelid, conkey from pg_catalog.pg_constraint where contype = 'p'
            """;

    /** Views in between may stand in schemas that are not served. */
    private static final String VIEWS = """
            select c.oid, r.ev_action::text
            from pg_catalog.pg_class c
            join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            join pg_catalog.pg_rewrite r on r.ev_class = c.oid and r.rulename = '_RETURN'
            where c.relkind in ('v', 'm')
              and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
            """;

    private static final String NAMES = """
            select c.oid, n.nspname, c.relname, a.attnum, a.attname
            from pg_catalog.pg_class c
            join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            where c.oid = any (?)
            """;

    /** What an argument is cast to has no length: a type without one cuts nothing. */
    private static final String ROUTINES = DOMAINS + """
            select p.oid, n.nspname, p.proname, p.provolatile = 'v',
                   coalesce(rn.nspname, tn.nspname), coalesce(rc.relname, t.typname), p.proretset,
                   t.typtype = 'c' or coalesce(p.proargmodes::text[] && '{t,b,o}', false),
                   p.proconfig,
                   array(select coalesce(p.proargnames[i], '') from generate_series(1, p.pronargs) i
                         where p.proargmodes is null
                         union all
                         select coalesce(p.proargnames[i], '')
                         from generate_subscripts(p.proargmodes, 1) i where p.proargmodes[i] in ('i', 'b', 'v')),
                   array(select case x.type
                                when 'bit'::regtype then 'bit varying'
                                when 'bit[]'::regtype then 'bit varying[]'
                                when 'character'::regtype then 'character varying'
                                when 'character[]'::regtype then 'character varying[]'
                                else format_type(x.type, null) end
                         from unnest(p.proargtypes::oid[]) with ordinality x (type, place) order by x.place),
                   p.pronargs - p.pronargdefaults, p.provariadic <> 0
            from pg_catalog.pg_proc p
            join pg_catalog.pg_namespace n on n.oid = p.pronamespace
            left join base_types b on b.oid = p.prorettype
            join pg_catalog.pg_type t on t.oid = coalesce(b.base, p.prorettype)
            join pg_catalog.pg_namespace tn on tn.oid = t.typnamespace
            left join pg_catalog.pg_class rc on rc.oid = t.typrelid and t.typtype = 'c'
            left join pg_catalog.pg_namespace rn on rn.oid = rc.relnamespace
            where p.prokind = 'f' and n.nspname = any (?)
              and t.oid not in ('trigger'::regtype, 'event_trigger'::regtype)
            order by p.pronargs, p.oid
            """;

    private static final String COMPUTED = """
            select n.nspname, p.proname, an.nspname, ac.relname, rn.nspname, rc.relname, not p.proretset or p.prorows = 1
            from pg_catalog.pg_proc p
            join pg_catalog.pg_namespace n on n.oid = p.pronamespace
            join pg_catalog.pg_class ac on ac.reltype = p.proargtypes[0] and ac.relkind in ('r', 'v', 'm', 'f', 'p')
            join pg_catalog.pg_namespace an on an.oid = ac.relnamespace
            join pg_catalog.pg_class rc on rc.reltype = p.prorettype and rc.relkind in ('r', 'v', 'm', 'f', 'p')
            join pg_catalog.pg_namespace rn on rn.oid = rc.relnamespace
            where p.prokind = 'f' and p.pronargs = 1 and an.nspname = any (?)
            order by p.oid
            """;

    /** Settings that everybody may change; others would need a right that this server's role need not have. */
    private static final String ROLES = """
            select r.rolname, s.setting
            from pg_catalog.pg_db_role_setting d
            join pg_catalog.pg_roles r on r.oid = d.setrole
            cross join unnest(d.setconfig) s (setting)
            join pg_catalog.pg_settings g on g.name = split_part(s.setting, '=', 1) and g.context = 'user'
            where d.setdatabase in (0, (select oid from pg_catalog.pg_database where datname = current_database()))
            order by d.setdatabase
            """;

    private final Connection connection;
    private final List<String> schemas;
    private final Map<Long, Relation> relations = new HashMap<>();

    private CatalogReader(Connection connection, List<String> schemas) {
        this.connection = connection;
        this.schemas = schemas;
    }

    /**
     * Reads all of it. The transaction's search path is empty afterwards.
     *
     * @param connection in a transaction
     * @param schemas those that are served
     */
    static Catalog read(Connection connection, List<String> schemas, String version) throws SQLException {
        return new CatalogReader(connection, schemas).read(version);
    }

    private Catalog read(String version) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(NO_PATH);
        }
        readRelations();
        var keys = foreignKeys();
        var views = viewColumns();
        var numbers = numbers(keys, views);
        var shown = new ShownColumns(views, numbers, schemas);
        var served = withViewKeys(shown);
        var related = new Relationships(served, schemas).of(keyed(keys, numbers, shown), computed());
        return new Catalog(version, served, related, routines(), roles());
    }

    private void readRelations() throws SQLException {
        var columns = columns();
        query(RELATIONS, schemas, found -> {
            var id = found.getLong(1);
            relations.put(
                    id,
                    new Relation(
                            new QualifiedName(found.getString(2), found.getString(3)),
                            Kind.valueOf(found.getString(4)),
                            new Writes(found.getBoolean(5), found.getBoolean(6), found.getBoolean(7)),
                            texts(found, 8),
                            Collections.unmodifiableMap(columns.getOrDefault(id, Map.of()))));
        });
    }

    private Map<Long, Map<String, RelationColumn>> columns() throws SQLException {
        var columns = new HashMap<Long, Map<String, RelationColumn>>();
        query(
                COLUMNS,
                schemas,
                found -> columns.computeIfAbsent(found.getLong(1), ignored -> new LinkedHashMap<>())
                        .put(
                                found.getString(2),
                                new RelationColumn(
                                        found.getString(2),
                                        found.getString(3),
                                        found.getString(5),
                                        found.getBoolean(6),
                                        found.getString(4))));
        return columns;
    }

    /** A foreign key with its columns by number. */
    private record NumberedKey(
            String name, long from, long to, List<Integer> columns, List<Integer> referenced, boolean isUnique) {}

    private List<NumberedKey> foreignKeys() throws SQLException {
        var keys = new ArrayList<NumberedKey>();
        query(
                FOREIGN_KEYS,
                null,
                found -> keys.add(new NumberedKey(
                        found.getString(1),
                        found.getLong(2),
                        found.getLong(3),
                        numbers(found, 4),
                        numbers(found, 5),
                        found.getBoolean(6))));
        return keys;
    }

    private Map<Long, List<ViewColumns.Origin>> viewColumns() throws SQLException {
        var views = new HashMap<Long, List<ViewColumns.Origin>>();
        query(VIEWS, null, found -> views.put(found.getLong(1), ViewColumns.of(found.getString(2))));
        return views;
    }

    private Numbered numbers(List<NumberedKey> keys, Map<Long, List<ViewColumns.Origin>> views) throws SQLException {
        var ids = new java.util.HashSet<>(views.keySet());
        keys.forEach(key -> {
            ids.add(key.from());
            ids.add(key.to());
        });
        views.values().forEach(origins -> origins.forEach(origin -> ids.add(origin.relation())));
        var names = new HashMap<Long, QualifiedName>();
        var columns = new HashMap<Long, Map<Integer, String>>();
        query(NAMES, ids, found -> {
            names.put(found.getLong(1), new QualifiedName(found.getString(2), found.getString(3)));
            columns.computeIfAbsent(found.getLong(1), ignored -> new HashMap<>())
                    .put(found.getInt(4), found.getString(5));
        });
        return new Numbered(names, columns);
    }

    /** The names behind the catalog's numbers. */
    record Numbered(Map<Long, QualifiedName> relations, Map<Long, Map<Integer, String>> columns) {

        @Nullable
        QualifiedName relation(long id) {
            return relations.get(id);
        }

        String column(long relation, int number) {
            return columns.getOrDefault(relation, Map.of()).getOrDefault(number, "");
        }
    }

    private Map<QualifiedName, Relation> withViewKeys(ShownColumns shown) throws SQLException {
        var primary = new HashMap<Long, List<Integer>>();
        query(PRIMARY_KEYS, null, found -> primary.put(found.getLong(1), numbers(found, 2)));
        var all = new HashMap<QualifiedName, Relation>();
        relations.forEach((id, relation) -> all.put(
                relation.name(),
                relation.isView()
                        ? new Relation(
                                relation.name(),
                                Kind.VIEW,
                                relation.writes(),
                                shown.keyOf(id, primary),
                                relation.columns())
                        : relation));
        return Map.copyOf(all);
    }

    private List<Keyed> keyed(List<NumberedKey> keys, Numbered numbers, ShownColumns shown) {
        var related = new ArrayList<Keyed>();
        for (var key : keys) {
            var froms = shown.sides(key.from(), key.columns());
            var tos = shown.sides(key.to(), key.referenced());
            for (var from : froms) {
                for (var to : tos) {
                    related.add(new Keyed(
                            from.relation(),
                            to.relation(),
                            key.isUnique() ? Cardinality.ONE_TO_ONE : Cardinality.MANY_TO_ONE,
                            key.name(),
                            pairs(from.columns(), to.columns()),
                            from.isView(),
                            to.isView()));
                }
            }
        }
        return related;
    }

    private static List<Pair> pairs(List<String> from, List<String> to) {
        var pairs = new ArrayList<Pair>();
        for (var i = 0; i < from.size(); i++) {
            pairs.add(new Pair(from.get(i), to.get(i)));
        }
        return List.copyOf(pairs);
    }

    private List<Relationship.Computed> computed() throws SQLException {
        var computed = new ArrayList<Relationship.Computed>();
        query(
                COMPUTED,
                schemas,
                found -> computed.add(new Relationship.Computed(
                        new QualifiedName(found.getString(3), found.getString(4)),
                        new QualifiedName(found.getString(5), found.getString(6)),
                        new QualifiedName(found.getString(1), found.getString(2)),
                        found.getBoolean(7))));
        return computed;
    }

    private Map<QualifiedName, List<Routine>> routines() throws SQLException {
        var routines = new HashMap<QualifiedName, List<Routine>>();
        query(ROUTINES, schemas, found -> {
            var routine = RoutineRow.of(found);
            if (routine != null) {
                routines.computeIfAbsent(routine.name(), ignored -> new ArrayList<>())
                        .add(routine);
            }
        });
        routines.replaceAll((name, overloads) -> List.copyOf(overloads));
        return Map.copyOf(routines);
    }

    private Map<String, Map<String, String>> roles() throws SQLException {
        var roles = new HashMap<String, Map<String, String>>();
        query(ROLES, null, found -> {
            var setting = found.getString(2).split("=", 2);
            roles.computeIfAbsent(found.getString(1), ignored -> new HashMap<>())
                    .put(setting[0], setting[1]);
        });
        return Map.copyOf(roles);
    }

    /** What is done with each row of an answer. */
    @FunctionalInterface
    private interface Row {
        void read(ResultSet found) throws SQLException;
    }

    /** @param argument the schemas or ids of which the query asks; null if it asks for all */
    private void query(String sql, @Nullable Collection<?> argument, Row row) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            if (argument != null) {
                var isOfIds = argument.stream().anyMatch(Long.class::isInstance);
                statement.setArray(1, connection.createArrayOf(isOfIds ? "oid" : "text", argument.toArray()));
            }
            try (var found = statement.executeQuery()) {
                while (found.next()) {
                    row.read(found);
                }
            }
        }
    }

    static List<String> texts(ResultSet found, int column) throws SQLException {
        var array = found.getArray(column);
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }

    private static List<Integer> numbers(ResultSet found, int column) throws SQLException {
        return Arrays.stream((Object[]) found.getArray(column).getArray())
                .map(number -> ((Number) number).intValue())
                .toList();
    }
}
