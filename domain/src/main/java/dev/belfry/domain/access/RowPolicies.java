package dev.belfry.domain.access;

import dev.belfry.domain.change.Identifiers;
import dev.belfry.domain.change.Json;
import dev.belfry.domain.change.Row;
import dev.belfry.domain.change.Table;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** Asks PostgreSQL what of a table a caller may see. */
@ApplicationScoped
public class RowPolicies {

    private static final long FRESH_NANOS = 1_000_000_000;

    private static final String REACH = """
            select has_table_privilege(r.oid, c.oid, 'select'),
                   not c.relrowsecurity or r.rolbypassrls or r.rolsuper
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            cross join pg_roles r
            where n.nspname = ? and c.relname = ? and r.rolname = ?
            """;

    @Inject
    CallerTransaction transaction;

    @Resource(lookup = "jdbc/belfry")
    DataSource database;

    private final Map<Asked, Answer> answers = new ConcurrentHashMap<>();

    /** What a role may see of a table. */
    public enum Reach {
        NOTHING,
        /** Some rows: each has to be asked for. */
        SOME,
        EVERYTHING
    }

    private record Asked(String schema, String table, String role) {}

    private record Answer(Reach reach, long nanos) {}

    /**
     * As it was within the last second. Blocks for a round trip, once a second.
     *
     * @throws DatabaseAway if the answer is not to be had now
     */
    public Reach reach(Table table, Claims caller) {
        var asked = new Asked(table.schema(), table.name(), caller.role());
        var known = answers.get(asked);
        var now = System.nanoTime();
        if (known != null && now - known.nanos() < FRESH_NANOS) {
            return known.reach();
        }
        var reach = ask(asked);
        answers.put(asked, new Answer(reach, now));
        return reach;
    }

    private Reach ask(Asked asked) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(REACH)) {
            statement.setString(1, asked.schema());
            statement.setString(2, asked.table());
            statement.setString(3, asked.role());
            try (var found = statement.executeQuery()) {
                if (!found.next() || !found.getBoolean(1)) {
                    return Reach.NOTHING;
                }
                return found.getBoolean(2) ? Reach.EVERYTHING : Reach.SOME;
            }
        } catch (SQLException e) {
            if (DatabaseAway.isCauseOf(e)) {
                throw new DatabaseAway(e);
            }
            throw new IllegalStateException("PostgreSQL cannot say what may be seen of " + asked.table(), e);
        }
    }

    /**
     * True if the caller sees the row of that key now; false also when it has gone meanwhile, and for a table without a primary key.
     * Blocks for a round trip.
     *
     * @throws DatabaseAway if the answer is not to be had now
     */
    public boolean isVisible(Table table, Row row, Claims caller) {
        var key = table.key();
        if (key.isEmpty()) {
            return false;
        }
        var name = Identifiers.quoted(table.schema()) + "." + Identifiers.quoted(table.name());
        var typed = "jsonb_populate_record(null::" + name + ", cast(:key as jsonb))";
        var condition = key.stream()
                .map(column -> "t." + Identifiers.quoted(column.name()) + " = (" + typed + ")."
                        + Identifiers.quoted(column.name()))
                .collect(Collectors.joining(" and "));
        var question = "select count(*) from " + name + " t where " + condition;
        try {
            return isVisible(question, json(row.only(key)), caller);
        } catch (RuntimeException e) {
            throw DatabaseAway.isCauseOf(e) ? new DatabaseAway(e) : e;
        }
    }

    private boolean isVisible(String question, String key, Claims caller) {
        return transaction.as(caller, entities -> {
            var answer = (Number) entities.createNativeQuery(question, Long.class)
                    .setParameter("key", key)
                    .getSingleResult();
            return answer.longValue() > 0;
        });
    }

    private static String json(Row key) {
        return Json.MAPPER.writeValueAsString(key.values());
    }
}
