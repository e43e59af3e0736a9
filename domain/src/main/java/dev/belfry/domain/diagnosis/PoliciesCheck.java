package dev.belfry.domain.diagnosis;

import static dev.belfry.domain.change.Identifiers.quoted;

import dev.belfry.domain.policy.AskedPolicies;
import dev.belfry.domain.policy.AskedPolicies.Asked;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Policies that fail for everybody, and those that PostgreSQL has to be asked about for each change. */
final class PoliciesCheck implements Check {

    private static final String INVALID_RECURSION = "42P17";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    /** Tables with policies, and the roles which may read them and which this one may take on. */
    private static final String SECURED = """
            select n.nspname, c.relname, r.rolname, format('%I.%I', n.nspname, c.relname)
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            join pg_roles r on r.rolname in ('anon', 'authenticated')
            where c.relkind in ('r', 'p') and c.relrowsecurity
                and (n.nspname = any (?::text[])
                    or exists (select from pg_publication_tables t
                               where t.pubname = ? and t.schemaname = n.nspname and t.tablename = c.relname))
                and exists (select from pg_policy p where p.polrelid = c.oid)
                and has_schema_privilege(r.oid, n.oid, 'usage') and has_any_column_privilege(r.oid, c.oid, 'select')
            order by 1, 2, 3
            """;

    private static final String TAKEN_ON = """
            select r.rolname
            from pg_roles r
            where pg_has_role(r.oid, case when current_setting('server_version_num')::int < 160000 then 'member' else 'set' end)
            """;

    private static final Pattern DENIED =
            Pattern.compile("permission denied for (table|view|materialized view|function|schema) (\\S+)");

    /** @param name of the table, as SQL has it */
    private record Secured(String schema, String table, String role, String name) {}

    @Override
    public void examine(Connection connection, Installation installation, Findings findings) throws SQLException {
        var secured = Rows.of(
                connection,
                SECURED,
                row -> new Secured(row.getString(1), row.getString(2), row.getString(3), row.getString(4)),
                installation.schemas(),
                installation.replication().publication());
        failing(connection, secured, findings);
        asked(connection, secured, findings);
    }

    private static void failing(Connection connection, List<Secured> secured, Findings findings) throws SQLException {
        var takenOn = Rows.of(connection, TAKEN_ON, row -> row.getString(1));
        var recursive = new ArrayList<Secured>();
        var failed = 0;
        for (var table : secured) {
            var failure = takenOn.contains(table.role()) ? failure(connection, table) : Optional.<SQLException>empty();
            if (failure.isEmpty()) {
                continue;
            }
            failed++;
            if (INVALID_RECURSION.equals(failure.get().getSQLState())) {
                recursive.add(table);
            } else {
                findings.warning(
                        Topic.POLICY_ERRORS,
                        table.role() + " reads nothing of " + table.name() + ": " + Examination.sentence(failure.get()),
                        cure(failure.get(), table.role()));
            }
        }
        findings.add(
                Topic.POLICY_ERRORS,
                Severity.WARNING,
                "Policies that read their own table, by themselves or by policies of others, which PostgreSQL refuses as infinite"
                        + " recursion: nobody reads these",
                recursive.stream().map(Secured::name).distinct().toList(),
                List.of(
                        "Read the table in a function, and call that in the policy: create function … language sql stable"
                                + " security definer set search_path = '' as $$ select … $$;"));
        if (failed == 0) {
            findings.ok(Topic.POLICY_ERRORS, "No policy fails for everybody.");
        }
    }

    /** Planned and not run; what the plan itself meets is told by its error. */
    private static Optional<SQLException> failure(Connection connection, Secured table) throws SQLException {
        var before = connection.setSavepoint();
        try (var statement = connection.createStatement()) {
            statement.execute("set local role " + quoted(table.role()) + "; explain select 1 from " + table.name());
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(e);
        } finally {
            connection.rollback(before);
        }
    }

    private static String cure(SQLException failure, String role) {
        var denied = DENIED.matcher(String.valueOf(failure.getMessage()));
        if (!INSUFFICIENT_PRIVILEGE.equals(failure.getSQLState()) || !denied.find()) {
            return "Mend the policy: select pg_get_expr(polqual, polrelid) from pg_policy;";
        }
        return switch (denied.group(1)) {
            case "function" -> "grant execute on function " + denied.group(2) + " to " + quoted(role) + ";";
            case "schema" -> "grant usage on schema " + denied.group(2) + " to " + quoted(role) + ";";
            default -> "grant select on " + denied.group(2) + " to " + quoted(role) + ";";
        };
    }

    private static void asked(Connection connection, List<Secured> secured, Findings findings) throws SQLException {
        var tables = secured.stream()
                .map(table -> List.of(table.schema(), table.table()))
                .distinct()
                .toList();
        var asked = new ArrayList<Asked>();
        for (var table : tables) {
            asked.addAll(AskedPolicies.of(
                    connection,
                    table.get(0),
                    table.get(1),
                    secured.stream()
                            .filter(one -> Stream.of(one.schema(), one.table())
                                    .toList()
                                    .equals(table))
                            .map(Secured::role)
                            .toList()));
        }
        findings.add(
                Topic.POLICY_COST,
                Severity.HINT,
                "Policies that need more than the row and the caller's claims: PostgreSQL is asked for each change and caller"
                        + " that they could decide about",
                asked.stream()
                        .map(policy -> policy.name() + " on " + policy.schema() + '.' + policy.table())
                        .distinct()
                        .toList(),
                List.of("Compare a column with auth.uid() or a member of auth.jwt() where that is enough."));
        if (asked.isEmpty()) {
            findings.ok(Topic.POLICY_COST, "Every policy is decided without asking PostgreSQL.");
        }
    }
}
