package dev.belfry.realtime.rows.sql;

import dev.belfry.domain.catalog.QualifiedName;
import dev.belfry.domain.change.Identifiers;
import dev.belfry.realtime.rows.problem.Problems;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;

/** A statement that is being written, from left to right, and the values that are bound to it. For one thread. */
public final class Sql {

    /** What a request's own size cannot make: conditions on embedded relations repeat them. */
    private static final int MAX_TEXT = 1 << 20;

    private static final int MAX_VALUES = 32_767; // of PostgreSQL's protocol, the driver's part

    private final StringBuilder text = new StringBuilder();
    private final List<String> values = new ArrayList<>();

    /** Adds SQL as it is: never anything that a client wrote. */
    public Sql add(String sql) {
        text.append(sql);
        return weighed();
    }

    /** Adds a name in quotes. */
    public Sql name(String name) {
        text.append(Identifiers.quoted(name));
        return weighed();
    }

    public Sql name(QualifiedName name) {
        text.append(name.sql());
        return weighed();
    }

    /** Adds a column of what is called so in the statement; {@code *} is all of them. */
    public Sql column(String of, String column) {
        name(of).add(".");
        return column.equals("*") ? add("*") : name(column);
    }

    /** Binds a value that has no type: PostgreSQL takes it as the literal that would stand there. */
    public Sql value(String value) {
        values.add(value);
        text.append('?');
        return weighed();
    }

    /** Adds an expression of the catalog's, in which a question mark is an operator or part of a literal. */
    Sql expression(String expression) {
        text.append(Questions.escaped(expression));
        return weighed();
    }

    public Sql add(Sql other) {
        text.append(other.text);
        values.addAll(other.values);
        return weighed();
    }

    private Sql weighed() {
        if (text.length() > MAX_TEXT || values.size() > MAX_VALUES) {
            throw Problems.tooLarge(
                    "The statement of a request has at most " + MAX_TEXT + " characters and " + MAX_VALUES + " values",
                    "Ask for less at once: conditions on embedded relations repeat what they embed");
        }
        return this;
    }

    /** Adds each item, with the separator between them. */
    <T> Sql each(Collection<T> items, String separator, BiConsumer<Sql, T> item) {
        var isFirst = true;
        for (var one : items) {
            if (!isFirst) {
                add(separator);
            }
            isFirst = false;
            item.accept(this, one);
        }
        return this;
    }

    /** The statement with its values; closing it is the caller's. */
    public PreparedStatement prepare(Connection connection) throws SQLException {
        var statement = connection.prepareStatement(text.toString());
        for (var i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i), Types.OTHER);
        }
        return statement;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
