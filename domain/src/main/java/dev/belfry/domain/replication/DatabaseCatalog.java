package dev.belfry.domain.replication;

import dev.belfry.domain.change.CommitSeen;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks the database, once for each question. */
final class DatabaseCatalog implements Catalog {

    /** An array is what {@code to_jsonb} takes for one. Ids below 16384 are PostgreSQL's own. */
    private static final String TYPE = """
            select t.typname,
                   t.typbasetype::int8,
                   case when t.typsubscript = 'array_subscript_handler'::regproc then t.typelem::int8 else 0 end,
                   coalesce(e.typdelim, ','),
                   t.oid < 16384,
                   case when t.typtype = 'c' then t.typrelid::int8 else 0 end,
                   t.typname = 'hstore' and exists (
                       select from pg_depend d
                       join pg_extension x on x.oid = d.refobjid
                       where d.classid = 'pg_type'::regclass and d.objid = t.oid
                       and d.refclassid = 'pg_extension'::regclass and x.extname = 'hstore'
                   )
            from pg_type t
            left join pg_type e on e.oid = t.typelem
            where t.oid = ?::int8::oid
            """;

    /** Whoever alters an attribute writes its row anew. */
    private static final String ATTRIBUTES = """
            select attrelid::int8, attname, atttypid::int8, attisdropped, xmin::text::int8
            from pg_attribute
            where attrelid = any(cast(? as oid[])) and attnum > 0
            order by attrelid, attnum
            """;

    private static final String PRIMARY_KEY = """
            select a.attname
            from pg_index i
            join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
            where i.indisprimary and i.indrelid = ?::int8::oid
            """;

    private final Connection connection;

    DatabaseCatalog(Connection connection) {
        this.connection = connection;
    }

    @Override
    public Optional<TypeRow> type(int id) throws SQLException {
        try (var statement = connection.prepareStatement(TYPE)) {
            statement.setLong(1, Integer.toUnsignedLong(id));
            try (var found = statement.executeQuery()) {
                return found.next()
                        ? Optional.of(new TypeRow(
                                found.getString(1),
                                (int) found.getLong(2),
                                (int) found.getLong(3),
                                found.getString(4).charAt(0),
                                found.getBoolean(5),
                                (int) found.getLong(6),
                                found.getBoolean(7)))
                        : Optional.empty();
            }
        }
    }

    @Override
    public Map<Integer, List<AttributeRow>> attributes(Set<Integer> composites) throws SQLException {
        var attributes = new HashMap<Integer, List<AttributeRow>>();
        composites.forEach(composite -> attributes.put(composite, new ArrayList<>()));
        var ids = composites.stream().map(Integer::toUnsignedString).collect(Collectors.joining(",", "{", "}"));
        try (var statement = connection.prepareStatement(ATTRIBUTES)) {
            statement.setString(1, ids);
            try (var found = statement.executeQuery()) {
                while (found.next()) {
                    attributes
                            .computeIfAbsent((int) found.getLong(1), composite -> new ArrayList<>())
                            .add(new AttributeRow(found.getString(2), (int) found.getLong(3), found.getBoolean(4), (int)
                                    found.getLong(5)));
                }
            }
        }
        return attributes;
    }

    @Override
    public Set<String> primaryKey(int relation) throws SQLException {
        var columns = new HashSet<String>();
        try (var statement = connection.prepareStatement(PRIMARY_KEY)) {
            statement.setLong(1, Integer.toUnsignedLong(relation));
            try (var found = statement.executeQuery()) {
                while (found.next()) {
                    columns.add(found.getString(1));
                }
            }
        }
        return columns;
    }

    @Override
    public void awaitSeen(int transaction) throws SQLException {
        CommitSeen.await(connection, transaction);
    }
}
