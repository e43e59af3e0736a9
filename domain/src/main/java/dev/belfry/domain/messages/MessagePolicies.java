package dev.belfry.domain.messages;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * Asks PostgreSQL what a caller may do on a private topic: whether it sees a row that is put there, whether it may put one there.
 * Every row is rolled back before anybody else could see it, and so stands in no change either.
 */
public final class MessagePolicies {

    private static final Logger LOG = System.getLogger(MessagePolicies.class.getName());

    /** Insufficient privilege; invalid parameter value, as is the name of a role that does not exist. */
    private static final Set<String> DENIALS = Set.of("42501", "22023");

    /** What runs in one transaction goes to PostgreSQL at once: each costs one round trip, and one to roll back. */
    private static final String BOUND = "select set_config('statement_timeout', ?, true);";

    private static final String PUT = """
            insert into realtime.messages (id, topic, extension, private, inserted_at)
            select probe.id, ?, probe.extension, true, now() at time zone 'utc'
            from unnest(?::uuid[], ?::text[]) as probe (id, extension);
            """;

    private static final String ASSUME = """
            select set_config('realtime.topic', ?, true),
                   set_config('request.jwt.claims', ?, true),
                   set_config('request.jwt.claim.sub', ?, true),
                   set_config('request.jwt.claim.role', ?, true),
                   set_config('request.headers', ?, true),
                   set_config('role', ?, true);
            """;

    private static final String LOOK = """
            select extension from realtime.messages where id = any(?::uuid[]) and inserted_at = now() at time zone 'utc'
            """;

    private final DataSource database;
    private final String timeout;

    /** @param timeout of a policy, as PostgreSQL writes it: {@code 3s} */
    public MessagePolicies(DataSource database, String timeout) {
        this.database = database;
        this.timeout = timeout;
    }

    /**
     * Those of the rights that the caller has. Blocks for two round trips if anything is asked about reading, and for two for each
     * right to write.
     *
     * @throws MessagesFailed if the answer is not to be had
     */
    public Set<Right> granted(Asker asker, String topic, Set<Right> asked) throws MessagesFailed {
        try (var connection = database.getConnection()) {
            var granted = EnumSet.noneOf(Right.class);
            var toRead = asked.stream().filter(right -> !right.isToWrite()).toList();
            if (!toRead.isEmpty()) {
                granted.addAll(readable(connection, asker, topic, toRead));
            }
            for (var right : asked) {
                if (right.isToWrite() && isWritable(connection, asker, topic, right)) {
                    granted.add(right);
                }
            }
            return granted;
        } catch (SQLException e) {
            var failed = MessagesFailed.of(e);
            LOG.log(
                    Level.WARNING,
                    "ChannelPolicyFailed: PostgreSQL cannot say what the role {0} may do on a private topic ({1}): {2}",
                    asker.claims().role(),
                    failed.reason(),
                    e.getMessage());
            throw failed;
        }
    }

    private List<Right> readable(Connection connection, Asker asker, String topic, List<Right> rights)
            throws SQLException {
        var ids = array(rights.stream().map(right -> UUID.randomUUID().toString()));
        var arguments = new ArrayList<>(List.of(timeout, topic, ids, array(extensions(rights))));
        arguments.addAll(identity(asker, topic));
        arguments.add(ids);
        try {
            var seen = rolledBack(connection, BOUND + PUT + ASSUME + LOOK, arguments);
            return rights.stream()
                    .filter(right -> seen.contains(right.extension()))
                    .toList();
        } catch (SQLException e) {
            return deniedOrThrow(e, List.of());
        }
    }

    private boolean isWritable(Connection connection, Asker asker, String topic, Right right) throws SQLException {
        var arguments = new ArrayList<>(List.of(timeout));
        arguments.addAll(identity(asker, topic));
        arguments.addAll(
                List.of(topic, array(Stream.of(UUID.randomUUID().toString())), array(extensions(List.of(right)))));
        try {
            rolledBack(connection, BOUND + ASSUME + PUT, arguments);
            return true;
        } catch (SQLException e) {
            return deniedOrThrow(e, false);
        }
    }

    private static <T> T deniedOrThrow(SQLException failure, T denied) throws SQLException {
        if (failure.getSQLState() != null && DENIALS.contains(failure.getSQLState())) {
            return denied;
        }
        throw failure;
    }

    private static List<String> identity(Asker asker, String topic) {
        var claims = asker.claims();
        var subject = claims.subject() == null ? "" : claims.subject();
        return List.of(topic, claims.json(), subject, claims.role(), asker.headers(), claims.role());
    }

    private static Stream<String> extensions(List<Right> rights) {
        return rights.stream().map(Right::extension);
    }

    /** As PostgreSQL writes one, of texts that need no quotes. */
    private static String array(Stream<String> texts) {
        return texts.collect(Collectors.joining(",", "{", "}"));
    }

    /** The first column of what the last statement returns. */
    private static Set<String> rolledBack(Connection connection, String statements, List<String> arguments)
            throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.prepareStatement(statements)) {
            for (var i = 0; i < arguments.size(); i++) {
                statement.setString(i + 1, arguments.get(i));
            }
            return last(statement);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private static Set<String> last(PreparedStatement statement) throws SQLException {
        var texts = new HashSet<String>();
        var hasRows = statement.execute();
        while (hasRows || statement.getUpdateCount() != -1) {
            if (hasRows) {
                texts.clear();
                try (var rows = statement.getResultSet()) {
                    while (rows.next()) {
                        texts.add(rows.getString(1));
                    }
                }
            }
            hasRows = statement.getMoreResults();
        }
        return texts;
    }
}
