package dev.belfry.domain.diagnosis;

import static dev.belfry.domain.change.Identifiers.quoted;

import java.sql.Connection;
import java.sql.SQLException;

/** Whether the days of {@code realtime.messages} can be made, where another stack has brought that table. */
final class MessagesCheck implements Check {

    private static final String OTHERS = """
            select pg_get_userbyid(c.relowner), current_user
            from pg_class c
            where c.oid = to_regclass('realtime.messages') and c.relkind = 'p' and not pg_has_role(c.relowner, 'member')
            """;

    @Override
    public void examine(Connection connection, Installation installation, Findings findings) throws SQLException {
        for (var cure : Rows.of(
                connection,
                OTHERS,
                row -> "grant " + quoted(row.getString(1)) + " to " + quoted(row.getString(2)) + ";")) {
            findings.warning(
                    Topic.MESSAGES,
                    "realtime.messages is somebody else's, and Belfry cannot make its partitions: what private channels keep"
                            + " and what the database sends may be lost.",
                    cure);
        }
    }
}
