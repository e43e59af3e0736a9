package dev.belfry.domain.policy;

import dev.belfry.domain.access.CallerTransaction;
import dev.belfry.domain.access.Claims;
import dev.belfry.domain.access.DatabaseAway;
import dev.belfry.domain.change.Column;
import dev.belfry.domain.change.CommitSeen;
import dev.belfry.domain.change.Identifiers;
import dev.belfry.domain.change.Json;
import dev.belfry.domain.change.Row;
import dev.belfry.domain.change.Table;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * Asks PostgreSQL about rows and callers: the row as it stands in the change, the caller's role and claims, all of them in one round
 * trip.
 */
@ApplicationScoped
public class PolicyQuestions {

    private static final String ASK = """
            select belfry.visible(?, ?, cast(? as text[]), cast(cast(? as text[]) as jsonb[]), ?, ?, ?, ?, ?)
            """;

    private static final String LIMIT = "select set_config('statement_timeout', '2s', true)";
    private static final String SLOW = "slow";
    /** So much time is given to policies that take too long, for each change: it is the others' time too. */
    private static final int MOST_SLOW = 3;

    private static final Answer VISIBLE = new Answer.Visible();
    private static final Answer HIDDEN = new Answer.Hidden();

    @Resource(lookup = "jdbc/belfry", shareable = false)
    DataSource database;

    @Inject
    CallerTransaction transaction;

    /**
     * @param access of the caller's role to the table
     * @param row of the table
     * @param isCurrent whether the table may still have it as it is, so that it can be looked up there if need be
     */
    public record Question(Access access, Row row, Claims caller, boolean isCurrent) {}

    /**
     * The answers, in the order of the questions. Blocks for a round trip, and for two seconds more for each of at most three callers
     * whose policies take too long.
     *
     * @param writer the id of the transaction that has written the rows, if it may not be seen yet
     * @throws DatabaseAway if they are not to be had now
     */
    public List<Answer> ask(Table table, OptionalInt writer, List<Question> questions) {
        var answers = new ArrayList<Answer>();
        var slow = 0;
        while (answers.size() < questions.size()) {
            var rest = questions.subList(answers.size(), questions.size());
            if (slow == MOST_SLOW) {
                rest.forEach(question -> answers.add(new Answer.Failed("policies of the table take too long")));
                break;
            }
            for (var word : say(table, writer, rest)) {
                var question = questions.get(answers.size());
                answers.add(answer(table, question, word));
                slow += word.equals(SLOW) ? 1 : 0;
            }
        }
        return answers;
    }

    private Answer answer(Table table, Question question, String word) {
        return switch (word) {
            case "t" -> question.access().isWhole(question.row()) ? VISIBLE : current(table, question, "");
            case "f" -> question.access().isWhole(question.row()) ? HIDDEN : current(table, question, "");
            case SLOW -> new Answer.Failed("a policy takes longer than two seconds");
            default -> current(table, question, word);
        };
    }

    private List<String> say(Table table, OptionalInt writer, List<Question> questions) {
        try {
            return PassingTransaction.run(database, connection -> {
                if (writer.isPresent()) {
                    CommitSeen.await(connection, writer.getAsInt());
                }
                return say(connection, table, questions);
            });
        } catch (SQLException e) {
            throw DatabaseAway.or("PostgreSQL cannot be asked about " + table, e);
        }
    }

    private static List<String> say(Connection connection, Table table, List<Question> questions) throws SQLException {
        try (var limit = connection.prepareStatement(LIMIT)) {
            limit.execute();
        }
        try (var statement = connection.prepareStatement(ASK)) {
            fill(statement, table, questions);
            try (var found = statement.executeQuery()) {
                found.next();
                return List.of((String[]) found.getArray(1).getArray());
            }
        }
    }

    private static void fill(PreparedStatement statement, Table table, List<Question> questions) throws SQLException {
        var conditions = new Numbering<String>();
        var rows = new Numbering<Row>();
        var which = questions.stream()
                .map(question -> conditions.number(question.access().condition()))
                .toList();
        var whichRow =
                questions.stream().map(question -> rows.number(question.row())).toList();
        var callers = questions.stream().map(Question::caller).toList();
        statement.setString(1, name(table));
        statement.setString(2, Identifiers.quoted(table.name()));
        texts(statement, 3, conditions.all());
        texts(statement, 4, rows.all().stream().map(row -> json(table, row)).toList());
        numbers(statement, 5, which);
        numbers(statement, 6, whichRow);
        texts(statement, 7, callers.stream().map(Claims::role).toList());
        texts(statement, 8, callers.stream().map(Claims::json).toList());
        texts(
                statement,
                9,
                callers.stream()
                        .map(caller -> caller.subject() == null ? "" : caller.subject())
                        .toList());
    }

    /** The same thing has the same number, from 1. */
    private static final class Numbering<T> {

        private final IdentityHashMap<T, Integer> numbers = new IdentityHashMap<>();
        private final List<T> all = new ArrayList<>();

        Integer number(T thing) {
            return numbers.computeIfAbsent(thing, added -> {
                all.add(added);
                return all.size();
            });
        }

        List<T> all() {
            return all;
        }
    }

    private static void texts(PreparedStatement statement, int at, List<String> texts) throws SQLException {
        statement.setArray(at, statement.getConnection().createArrayOf("text", texts.toArray()));
    }

    private static void numbers(PreparedStatement statement, int at, List<Integer> numbers) throws SQLException {
        statement.setArray(at, statement.getConnection().createArrayOf("int4", numbers.toArray()));
    }

    /** As {@code jsonb_populate_record} reads it. */
    static String json(Table table, Row row) {
        var types = table.columns().stream().collect(Collectors.toUnmodifiableMap(Column::name, Column::type));
        var object = Json.MAPPER.createObjectNode();
        row.forEach((name, value) -> object.set(
                name,
                switch (types.getOrDefault(name, "")) {
                    case "bytea" -> hex(value);
                    case "hstore" -> hstore(value);
                    case "_hstore" -> hstores(value);
                    default -> value;
                }));
        return Json.MAPPER.writeValueAsString(object);
    }

    private static JsonNode hstores(JsonNode value) {
        if (!value.isArray()) {
            return value;
        }
        var texts = Json.MAPPER.createArrayNode();
        value.forEach(element -> texts.add(element.isArray() ? hstores(element) : hstore(element)));
        return texts;
    }

    /** It is read from its own text, not from an object. */
    private static JsonNode hstore(JsonNode value) {
        if (!value.isObject()) {
            return value;
        }
        var pairs = new StringJoiner(", ");
        value.forEachEntry(
                (key, text) -> pairs.add(quoted(key) + "=>" + (text.isNull() ? "NULL" : quoted(text.stringValue()))));
        return StringNode.valueOf(pairs.toString());
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static JsonNode hex(JsonNode value) {
        return value.isString() ? StringNode.valueOf("\\x" + value.stringValue()) : value;
    }

    /** As the reference asks: whether the caller sees the row of that key now. */
    private Answer current(Table table, Question question, String why) {
        var key = table.key();
        if (!question.isCurrent()
                || key.isEmpty()
                || question.row().only(key).values().size() < key.size()) {
            return why.isEmpty() ? HIDDEN : new Answer.Failed(why);
        }
        var select = "select count(*) from " + name(table) + " t where " + VisibleRows.byKey(table);
        var json = json(table, question.row().only(key));
        try {
            return transaction.as(question.caller(), entities -> {
                var count = (Number) entities.createNativeQuery(select, Long.class)
                        .setParameter("key", json)
                        .getSingleResult();
                return count.longValue() > 0 ? VISIBLE : HIDDEN;
            });
        } catch (RuntimeException e) {
            if (DatabaseAway.isCauseOf(e)) {
                throw new DatabaseAway(e);
            }
            return new Answer.Failed(why.isEmpty() ? e.getClass().getSimpleName() : why);
        }
    }

    static String name(Table table) {
        return Identifiers.quoted(table.schema()) + "." + Identifiers.quoted(table.name());
    }
}
