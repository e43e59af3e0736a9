package dev.belfry.domain.diagnosis;

import static dev.belfry.domain.change.Identifiers.quoted;

import dev.belfry.domain.diagnosis.Findings.Cured;
import dev.belfry.domain.replication.Publication;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The publication whose tables are announced, and what it leaves out. */
final class PublicationCheck implements Check {

    private static final String STATE = """
            select p.oid::int8, pg_get_userbyid(p.pubowner), puballtables, pubinsert, pubupdate, pubdelete, pubviaroot,
                   (select count(*) from pg_publication_tables t where t.pubname = p.pubname)
            from pg_publication p
            where p.pubname = ?
            """;

    private static final String PARTS = """
            select format('%I.%I', n.nspname, c.relname), r.prqual is not null, r.prattrs is not null
            from pg_publication_rel r
            join pg_class c on c.oid = r.prrelid
            join pg_namespace n on n.oid = c.relnamespace
            where r.prpubid = ?::oid and (r.prqual is not null or r.prattrs is not null)
            order by 1
            """;

    private static final String PARTITIONED = """
            select distinct format('%I.%I', n.nspname, root.relname)
            from pg_publication_tables t
            join pg_namespace s on s.nspname = t.schemaname
            join pg_class c on c.relnamespace = s.oid and c.relname = t.tablename and c.relispartition
            join pg_class root on root.oid = pg_partition_root(c.oid)
            join pg_namespace n on n.oid = root.relnamespace
            where t.pubname = ?
            order by 1
            """;

    private static final String KEY_ONLY = """
            select format('%I.%I', n.nspname, c.relname)
            from pg_publication_tables t
            join pg_namespace n on n.nspname = t.schemaname
            join pg_class c on c.relnamespace = n.oid and c.relname = t.tablename
            where t.pubname = ? and c.relreplident in ('d', 'i')
                and exists (select from pg_index where indrelid = c.oid and (indisprimary or indisreplident))
            order by 1
            """;

    private static final String UNPUBLISHED = """
            select format('%I.%I', n.nspname, c.relname)
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = any (?::text[]) and c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence = 'p'
                and not exists (select from pg_publication_tables t
                                where t.pubname = ? and t.schemaname = n.nspname and t.tablename = c.relname)
                and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
            order by 1
            """;

    private static final String WITHOUT_KEY = """
            select format('%I.%I', n.nspname, c.relname)
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = any (?::text[]) and c.relkind = 'r' and c.relpersistence = 'p' and c.relreplident <> 'f'
                and not exists (select from pg_index where indrelid = c.oid
                                and (indisreplident or (indisprimary and indimmediate and c.relreplident = 'd')))
            order by 1
            """;

    private record State(
            long id,
            String owner,
            boolean allTables,
            boolean inserts,
            boolean updates,
            boolean deletes,
            boolean viaRoot,
            int tables) {}

    private record Part(String table, boolean filtered, boolean narrowed) {}

    @Override
    public void examine(Connection connection, Installation installation, Findings findings) throws SQLException {
        if (!installation.wantsLog()) {
            return;
        }
        var name = installation.replication().publication();
        var found = Rows.of(
                connection,
                STATE,
                row -> new State(
                        row.getLong(1),
                        row.getString(2),
                        row.getBoolean(3),
                        row.getBoolean(4),
                        row.getBoolean(5),
                        row.getBoolean(6),
                        row.getBoolean(7),
                        row.getInt(8)),
                name);
        if (found.isEmpty()) {
            findings.ok(Topic.PUBLICATION, "The publication " + name + " is missing, and is made at the first start.");
        } else {
            published(connection, name, found.getFirst(), findings);
        }
        unpublished(connection, installation, findings);
        withoutIdentity(connection, installation, findings);
    }

    private static void published(Connection connection, String name, State state, Findings findings)
            throws SQLException {
        if (state.tables() == 0) {
            findings.warning(
                    Topic.PUBLICATION,
                    "The publication " + name + " (owner " + state.owner()
                            + ") has no tables, so no change is announced.",
                    "alter publication " + quoted(name) + " add table …;");
        } else {
            findings.ok(
                    Topic.PUBLICATION,
                    "The publication " + name + " (owner " + state.owner() + ") has " + state.tables() + " tables.");
        }
        operations(name, state, findings);
        parts(connection, state, name, findings);
        if (!state.viaRoot()) {
            var roots = Rows.of(connection, PARTITIONED, row -> row.getString(1), name);
            if (!roots.isEmpty()) {
                findings.add(
                        Topic.PARTITIONS,
                        Severity.WARNING,
                        "Changes of partitioned tables are announced under the names of their partitions",
                        roots,
                        List.of("alter publication " + quoted(name) + " set (publish_via_partition_root = true);"));
            }
        }
        findings.add(
                Topic.OLD_ROWS,
                Severity.HINT,
                "An old row has the key only, so a filter of DELETE by another column hears nothing",
                fullIdentity(Rows.of(connection, KEY_ONLY, row -> row.getString(1), name)));
    }

    private static void operations(String name, State state, Findings findings) {
        var missing = new ArrayList<String>();
        if (!state.inserts()) {
            missing.add("insert");
        }
        if (!state.updates()) {
            missing.add("update");
        }
        if (!state.deletes()) {
            missing.add("delete");
        }
        if (!missing.isEmpty()) {
            findings.warning(
                    Topic.PUBLISHED_OPERATIONS,
                    "The publication " + name + " leaves out " + String.join(" and ", missing) + ".",
                    "alter publication " + quoted(name) + " set (publish = 'insert, update, delete, truncate');");
        }
    }

    private static void parts(Connection connection, State state, String name, Findings findings) throws SQLException {
        var parts = Rows.of(
                connection,
                PARTS,
                row -> new Part(row.getString(1), row.getBoolean(2), row.getBoolean(3)),
                String.valueOf(state.id()));
        findings.add(
                Topic.PUBLISHED_PARTS,
                Severity.HINT,
                "The publication has a row filter or a list of columns for these, and pages hear of nothing else",
                parts.stream()
                        .map(part -> new Cured(
                                part.table(),
                                "alter publication " + quoted(name) + " drop table " + part.table()
                                        + "; alter publication " + quoted(name) + " add table " + part.table() + ";"))
                        .toList());
    }

    private static void unpublished(Connection connection, Installation installation, Findings findings)
            throws SQLException {
        var name = installation.replication().publication();
        findings.add(
                Topic.PUBLICATION,
                Severity.HINT,
                "Not in the publication, so pages hear of no change",
                Rows.of(connection, UNPUBLISHED, row -> row.getString(1), installation.schemas(), name).stream()
                        .map(table ->
                                new Cured(table, "alter publication " + quoted(name) + " add table " + table + ";"))
                        .toList());
    }

    /** What is published already cannot be updated; what is not would meet the same. */
    private static void withoutIdentity(Connection connection, Installation installation, Findings findings)
            throws SQLException {
        var publication = new Publication(installation.replication().publication());
        var published = publication.withoutIdentity(connection);
        findings.add(
                Topic.REPLICA_IDENTITY,
                Severity.WARNING,
                "Published without a primary key, so PostgreSQL refuses to update or delete their rows",
                fullIdentity(published));
        var others = Rows.of(connection, WITHOUT_KEY, row -> row.getString(1), installation.schemas()).stream()
                .filter(table -> !published.contains(table))
                .collect(Collectors.toList());
        findings.add(
                Topic.REPLICA_IDENTITY,
                Severity.HINT,
                "Without a primary key; once published, PostgreSQL would refuse to update or delete their rows",
                fullIdentity(others));
        if (published.isEmpty() && others.isEmpty()) {
            findings.ok(Topic.REPLICA_IDENTITY, "Every table says which row is which.");
        }
    }

    private static List<Cured> fullIdentity(List<String> tables) {
        return tables.stream()
                .map(table -> new Cured(table, "alter table " + table + " replica identity full;"))
                .toList();
    }
}
