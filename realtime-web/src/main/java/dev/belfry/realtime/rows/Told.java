package dev.belfry.realtime.rows;

import jakarta.persistence.EntityManager;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rows as PostgreSQL tells them.
 *
 * @param json as the request's {@link Media} wants it; null if it was not asked for
 */
record Told(int count, @Nullable String json) {

    /** @param statement that gives one row of both, and how many bytes the JSON has */
    static Told by(Statement statement, EntityManager entities) {
        var found = (Object[]) statement.row(entities);
        if (found[2] instanceof Integer bytes && bytes > RowsSql.MAX_ANSWER) {
            throw RowsBody.tooLarge("an answer has at most " + RowsSql.MAX_ANSWER + " bytes");
        }
        return new Told(((Number) Objects.requireNonNull(found[0])).intValue(), (String) found[1]);
    }
}
