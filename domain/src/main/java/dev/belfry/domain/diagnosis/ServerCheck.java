package dev.belfry.domain.diagnosis;

import java.sql.Connection;
import java.sql.SQLException;

/** Which PostgreSQL it is, and whether it can be written to. */
final class ServerCheck implements Check {

    private static final int OLDEST = 150_000;

    private static final String FACTS = """
            select current_setting('server_version_num')::int,
                   current_setting('server_version'),
                   pg_is_in_recovery(),
                   coalesce((select reset_val = 'on' from pg_settings where name = 'default_transaction_read_only'), false),
                   current_setting('server_encoding'),
                   quote_ident(current_database())
            """;

    private record Facts(
            int number, String version, boolean standby, boolean readOnly, String encoding, String database) {}

    @Override
    public void examine(Connection connection, Installation installation, Findings findings) throws SQLException {
        var facts = Rows.one(
                connection,
                FACTS,
                row -> new Facts(
                        row.getInt(1),
                        row.getString(2),
                        row.getBoolean(3),
                        row.getBoolean(4),
                        row.getString(5),
                        row.getString(6)));
        if (facts.number() < OLDEST) {
            findings.error(
                    Topic.SERVER,
                    "PostgreSQL " + facts.version() + " is too old: 15 or newer is needed.",
                    "Upgrade the server, for example with pg_upgrade.");
        } else if (facts.standby()) {
            findings.error(
                    Topic.SERVER,
                    "This is a standby, which cannot be written to.",
                    "Name the primary in BELFRY_DATABASE_URL.");
        } else if (facts.readOnly()) {
            findings.error(
                    Topic.SERVER,
                    "Transactions are read only by default.",
                    "alter database " + facts.database() + " set default_transaction_read_only = off;");
        } else if (!facts.encoding().equals("UTF8")) {
            findings.warning(
                    Topic.SERVER,
                    "The database's encoding is " + facts.encoding() + ", so not every text of a page can be kept.",
                    "create database … encoding 'UTF8' template template0;");
        } else {
            findings.ok(Topic.SERVER, "PostgreSQL " + facts.version());
        }
    }
}
