package dev.belfry.domain.schema;

import dev.belfry.domain.change.Column;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A column as PostgreSQL's catalog has it, with all that decides how it keeps a value. */
record CatalogColumn(Column column, ColumnType type) {

    private static final String COLUMNS = """
            select a.attname, t.typname, coalesce(a.attnum = any(i.indkey), false),
                   stored.typname, element.typname,
                   case when t.typtype = 'd' then t.typtypmod else a.atttypmod end,
                   case c.relreplident
                       when 'f' then true
                       when 'd' then coalesce(a.attnum = any(i.indkey), false)
                       when 'i' then coalesce(a.attnum = any(identity.indkey), false)
                       else false
                   end
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            join pg_type t on t.oid = a.atttypid
            join pg_type stored on stored.oid = case when t.typtype = 'd' then t.typbasetype else t.oid end
            left join pg_type element on element.oid = stored.typelem and stored.typcategory = 'A'
            left join pg_index i on i.indrelid = c.oid and i.indisprimary
            left join pg_index identity on identity.indrelid = c.oid and identity.indisreplident
            where n.nspname = ? and c.relname = ?
            order by a.attnum
            """;

    /** In the order of the table; none if there is no such table. */
    static List<CatalogColumn> read(Connection connection, String schema, String table) throws SQLException {
        var columns = new ArrayList<CatalogColumn>();
        try (var statement = connection.prepareStatement(COLUMNS)) {
            statement.setString(1, schema);
            statement.setString(2, table);
            try (var found = statement.executeQuery()) {
                while (found.next()) {
                    columns.add(of(found));
                }
            }
        }
        return columns;
    }

    private static CatalogColumn of(ResultSet found) throws SQLException {
        var modifier = found.getInt(6);
        var element = found.getString(5);
        return new CatalogColumn(
                new Column(found.getString(1), found.getString(2), found.getBoolean(3), found.getBoolean(7)),
                new ColumnType(
                        found.getString(4),
                        modifier,
                        element == null ? null : new ColumnType(element, modifier, null)));
    }
}
