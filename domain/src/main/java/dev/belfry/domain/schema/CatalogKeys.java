package dev.belfry.domain.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Unique and foreign keys as PostgreSQL's catalog has them. */
final class CatalogKeys {

    /** Of whole rows, and checked at once: what ON CONFLICT can be told of without a condition. */
    private static final String UNIQUE = """
            select array(
                select a.attname::text
                from unnest(i.indkey) with ordinality k(number, place)
                join pg_attribute a on a.attrelid = c.oid and a.attnum = k.number
                where k.place <= i.indnkeyatts)
            from pg_index i
            join pg_class c on c.oid = i.indrelid
            join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = ? and c.relname = ?
              and i.indisunique and i.indisvalid and i.indimmediate and i.indpred is null and i.indexprs is null
            """;

    private static final String FOREIGN = """
            select k.conname,
                   source.nspname, f.relname,
                   array(select a.attname::text
                         from unnest(k.conkey) with ordinality c(number, place)
                         join pg_attribute a on a.attrelid = k.conrelid and a.attnum = c.number
                         order by c.place),
                   target.nspname, t.relname,
                   array(select a.attname::text
                         from unnest(k.confkey) with ordinality c(number, place)
                         join pg_attribute a on a.attrelid = k.confrelid and a.attnum = c.number
                         order by c.place)
            from pg_constraint k
            join pg_class f on f.oid = k.conrelid
            join pg_namespace source on source.oid = f.relnamespace
            join pg_class t on t.oid = k.confrelid
            join pg_namespace target on target.oid = t.relnamespace
            where k.contype = 'f' and k.conparentid = 0
            order by k.conname
            """;

    private CatalogKeys() {}

    static Set<Set<String>> unique(Connection connection, String schema, String table) throws SQLException {
        var keys = new HashSet<Set<String>>();
        try (var statement = connection.prepareStatement(UNIQUE)) {
            statement.setString(1, schema);
            statement.setString(2, table);
            try (var found = statement.executeQuery()) {
                while (found.next()) {
                    keys.add(Set.copyOf(names(found, 1)));
                }
            }
        }
        return Set.copyOf(keys);
    }

    static List<ForeignKey> foreign(Connection connection, Collection<MappedTable> tables) throws SQLException {
        var keys = new ArrayList<ForeignKey>();
        try (var statement = connection.prepareStatement(FOREIGN);
                var found = statement.executeQuery()) {
            while (found.next()) {
                var from = table(tables, found.getString(2), found.getString(3));
                var to = table(tables, found.getString(5), found.getString(6));
                if (from.isPresent() && to.isPresent()) {
                    keys.add(
                            new ForeignKey(found.getString(1), from.get(), names(found, 4), to.get(), names(found, 7)));
                }
            }
        }
        return List.copyOf(keys);
    }

    private static Optional<MappedTable> table(Collection<MappedTable> tables, String schema, String name) {
        return tables.stream().filter(table -> table.isNamed(schema, name)).findFirst();
    }

    private static List<String> names(ResultSet found, int column) throws SQLException {
        return List.of((String[]) found.getArray(column).getArray());
    }
}
