package dev.belfry.domain.replication;

import static dev.belfry.domain.change.Identifiers.quoted;

import dev.belfry.domain.change.Column;
import dev.belfry.domain.change.Table;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;

/** The publication whose tables are announced. One that somebody else made is never touched. */
public final class Publication {

    private static final Logger LOG = System.getLogger(Publication.class.getName());

    /** A comment on the publication, which goes with it. */
    private static final String OURS = "Made by Belfry, which adds its own tables";

    /** The comment once Belfry has asked for stored generated columns too, which it does once: who takes that back is left alone. */
    private static final String OURS_WITH_GENERATED = OURS + ", with stored generated columns";

    /** From that version on PostgreSQL can publish stored generated columns. */
    private static final int KNOWS_GENERATED = 18;

    private static final String WITH_GENERATED = "publish_generated_columns = stored";

    /** With a list of columns a table is published as the list says. */
    private static final String WITHOUT_GENERATED = """
            select format('%I.%I', p.schemaname, p.tablename)
                || ' (' || string_agg(format('%I', a.attname), ', ' order by a.attnum) || ')'
            from pg_publication u
            join pg_publication_tables p on p.pubname = u.pubname
            join pg_namespace n on n.nspname = p.schemaname
            join pg_class c on c.relnamespace = n.oid and c.relname = p.tablename
            join pg_attribute a on a.attrelid = c.oid and a.attgenerated = 's' and not a.attisdropped
            left join pg_publication_rel r on r.prpubid = u.oid and r.prrelid = c.oid
            where u.pubname = ? and r.prattrs is null and not a.attname = any(p.attnames)
            group by p.schemaname, p.tablename
            order by 1
            """;

    private static final String STATE = """
            select coalesce(obj_description(oid, 'pg_publication'), '') from pg_publication where pubname = ?
            """;

    /** Before PostgreSQL 18 the view names generated columns too, which are never sent. */
    private static final String TABLES = """
            select n.nspname, c.relname, a.attname, t.typname, coalesce(a.attnum = any(i.indkey), false)
            from pg_publication_tables p
            join pg_namespace n on n.nspname = p.schemaname
            join pg_class c on c.relnamespace = n.oid and c.relname = p.tablename
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attname = any(p.attnames)
                and (a.attgenerated = '' or current_setting('server_version_num')::int >= 180000)
            join pg_type t on t.oid = a.atttypid
            left join pg_index i on i.indrelid = c.oid and i.indisprimary
            where p.pubname = ?
            order by n.nspname, c.relname, a.attnum
            """;

    /** Of a partitioned table its partitions matter: each has a replica identity of its own. */
    private static final String WITHOUT_IDENTITY = """
            select distinct format('%I.%I', home.nspname, leaf.relname)
            from pg_publication u
            join pg_publication_tables p on p.pubname = u.pubname
            join pg_namespace n on n.nspname = p.schemaname
            join pg_class c on c.relnamespace = n.oid and c.relname = p.tablename
            cross join lateral (
                select c.oid where c.relkind <> 'p'
                union all
                select relid from pg_partition_tree(c.oid) where isleaf and c.relkind = 'p'
            ) of_table(oid)
            join pg_class leaf on leaf.oid = of_table.oid
            join pg_namespace home on home.oid = leaf.relnamespace
            where u.pubname = ? and (u.pubupdate or u.pubdelete) and leaf.relkind <> 'p'
            and not case leaf.relreplident
                when 'f' then true
                when 'd' then exists (select from pg_index where indrelid = leaf.oid and indisprimary and indimmediate)
                when 'i' then exists (select from pg_index where indrelid = leaf.oid and indisreplident)
                else false
            end
            order by 1
            """;

    private final String name;

    public Publication(String name) {
        this.name = name;
    }

    boolean exists(Connection connection) throws SQLException {
        return !ask(connection, STATE, name).isEmpty();
    }

    /**
     * Makes it if it is missing, and adds each of those tables to it, once, if Belfry made it.
     *
     * @param connection in auto-commit mode
     */
    void prepare(Connection connection, Collection<Table> own) throws SQLException {
        var comment = ask(connection, STATE, name);
        if (comment.isEmpty()) {
            create(connection);
        } else if (!comment.getFirst().startsWith(OURS)) {
            return;
        } else if (comment.getFirst().equals(OURS) && knowsGenerated(connection)) {
            publishGenerated(connection);
        }
        for (var table : own) {
            if (!table.key().isEmpty()) {
                add(connection, table);
            }
        }
    }

    /** What was taken out of a former one does not count for a new one. */
    private void create(Connection connection) throws SQLException {
        var generated = knowsGenerated(connection);
        inTransaction(connection, () -> {
            execute(
                    connection,
                    "create publication " + quoted(name) + " with (publish_via_partition_root = true"
                            + (generated ? ", " + WITH_GENERATED : "") + ")");
            comment(connection, generated ? OURS_WITH_GENERATED : OURS);
            execute(connection, "delete from belfry.published_tables");
        });
        LOG.log(Level.INFO, "PublicationMade: {0}, for the tables that are announced", name);
    }

    /** Of one that was made by an older version of Belfry or of PostgreSQL. */
    private void publishGenerated(Connection connection) throws SQLException {
        inTransaction(connection, () -> {
            execute(connection, "alter publication " + quoted(name) + " set (" + WITH_GENERATED + ")");
            comment(connection, OURS_WITH_GENERATED);
        });
    }

    private void comment(Connection connection, String text) throws SQLException {
        execute(connection, "comment on publication " + quoted(name) + " is '" + text + "'");
    }

    private static boolean knowsGenerated(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseMajorVersion() >= KNOWS_GENERATED;
    }

    private void add(Connection connection, Table table) throws SQLException {
        if (!ask(connection, "select name from belfry.published_tables where name = ?", table.toString())
                .isEmpty()) {
            return;
        }
        var isIn =
                tables(connection).stream().anyMatch(known -> known.toString().equals(table.toString()));
        try {
            inTransaction(connection, () -> {
                ask(connection, "insert into belfry.published_tables values (?) returning name", table.toString());
                if (!isIn) {
                    var qualified = quoted(table.schema()) + '.' + quoted(table.name());
                    execute(connection, "alter publication " + quoted(name) + " add table " + qualified);
                }
            });
        } catch (SQLException e) {
            LOG.log(Level.WARNING, "TableNotPublished: {0} is not added to {1}: {2}", table, name, e.getMessage());
        }
    }

    private interface Work {
        void run() throws SQLException;
    }

    private static void inTransaction(Connection connection, Work work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            work.run();
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Its tables, each with the columns that it sends. */
    List<Table> tables(Connection connection) throws SQLException {
        var columns = new LinkedHashMap<List<String>, List<Column>>();
        try (var statement = connection.prepareStatement(TABLES)) {
            statement.setString(1, name);
            try (var found = statement.executeQuery()) {
                while (found.next()) {
                    columns.computeIfAbsent(List.of(found.getString(1), found.getString(2)), table -> new ArrayList<>())
                            .add(new Column(found.getString(3), found.getString(4), found.getBoolean(5)));
                }
            }
        }
        return columns.entrySet().stream()
                .map(table -> new Table(table.getKey().get(0), table.getKey().get(1), table.getValue()))
                .toList();
    }

    /** What is wrong with it, each a sentence with the cure. */
    List<String> problems(Connection connection) throws SQLException {
        if (!exists(connection)) {
            return List.of("The publication " + name
                    + " is missing, so nothing is announced: create it, or restart Belfry, " + "which makes it anew.");
        }
        return withoutIdentity(connection).stream()
                .map(table -> table
                        + " has no primary key, so PostgreSQL refuses to update or delete its rows while it is in "
                        + "publication " + name + ": add one, or `alter table " + table + " replica identity full`.")
                .toList();
    }

    /** Which stored generated columns it withholds although PostgreSQL could publish them, each table a sentence with the cure. */
    List<String> withheld(Connection connection) throws SQLException {
        if (!knowsGenerated(connection)) {
            return List.of();
        }
        return ask(connection, WITHOUT_GENERATED, name).stream()
                .map(table -> "generated columns of " + table + " are not announced: `alter publication " + quoted(name)
                        + " set (" + WITH_GENERATED + ")`.")
                .toList();
    }

    /** Tables whose rows PostgreSQL refuses to update or delete while they are in it, as SQL names them. */
    public List<String> withoutIdentity(Connection connection) throws SQLException {
        return ask(connection, WITHOUT_IDENTITY, name);
    }

    private static List<String> ask(Connection connection, String sql, String argument) throws SQLException {
        var answers = new ArrayList<String>();
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, argument);
            try (var found = statement.executeQuery()) {
                while (found.next()) {
                    answers.add(found.getString(1));
                }
            }
        }
        return answers;
    }
}
