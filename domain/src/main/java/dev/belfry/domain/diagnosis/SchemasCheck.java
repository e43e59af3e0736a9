package dev.belfry.domain.diagnosis;

import static dev.belfry.domain.change.Identifiers.quoted;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether Belfry's own schemas are there, or can be laid. */
final class SchemasCheck implements Check {

    private static final String FACTS = """
            select current_user, quote_ident(current_database()), has_database_privilege(current_database(), 'create'),
                   to_regnamespace('belfry') is not null,
                   coalesce(has_schema_privilege(to_regnamespace('belfry'), 'usage, create'), false),
                   array(select schema from unnest(array['auth', 'realtime']) schema where to_regnamespace(schema) is null),
                   array(select schema from unnest(?::text[]) schema where to_regnamespace(quote_ident(schema)) is null)
            """;

    private record Facts(
            String user,
            String database,
            boolean mayCreate,
            boolean laid,
            boolean mayUse,
            List<String> missing,
            List<String> unserved) {}

    @Override
    public void examine(Connection connection, Installation installation, Findings findings) throws SQLException {
        var facts = Rows.one(
                connection,
                FACTS,
                row -> new Facts(
                        row.getString(1),
                        row.getString(2),
                        row.getBoolean(3),
                        row.getBoolean(4),
                        row.getBoolean(5),
                        Rows.texts(row.getArray(6)),
                        Rows.texts(row.getArray(7))),
                installation.schemas());
        var user = quoted(facts.user());
        var toLay = Stream.concat(facts.laid() ? Stream.empty() : Stream.of("belfry"), facts.missing().stream())
                .collect(Collectors.joining(", "));
        if (facts.laid() && !facts.mayUse()) {
            findings.error(
                    Topic.SCHEMAS,
                    "The schema belfry is there, and " + facts.user() + " may not create tables in it.",
                    "grant usage, create on schema belfry to " + user + ";");
        } else if (!toLay.isEmpty() && !facts.mayCreate()) {
            findings.error(
                    Topic.SCHEMAS,
                    facts.user() + " may not create schemas, and these have to be laid: " + toLay + ".",
                    "grant create on database " + facts.database() + " to " + user + ";");
        } else {
            findings.ok(Topic.SCHEMAS, toLay.isEmpty() ? "All are there." : "Can be laid: " + toLay + ".");
        }
        if (!facts.unserved().isEmpty()) {
            findings.add(
                    Topic.SCHEMAS,
                    Severity.WARNING,
                    "BELFRY_SCHEMAS names schemas that are not there",
                    facts.unserved(),
                    List.of("Set BELFRY_SCHEMAS, or create them."));
        }
    }
}
