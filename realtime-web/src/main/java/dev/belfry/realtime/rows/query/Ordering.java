package dev.belfry.realtime.rows.query;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An item of {@code order}: {@code column.desc.nullslast}, or {@code relation(column)} by a row that is embedded.
 *
 * @param relation the embedded relation whose column it is, or null
 * @param direction as SQL has it behind the column
 */
public record Ordering(@Nullable String relation, Field field, String direction) {

    static List<Ordering> parse(String order) {
        var text = new QueryText("order", order);
        var orderings = new ArrayList<Ordering>();
        do {
            text.skipBlanks();
            orderings.add(item(text));
            text.skipBlanks();
        } while (text.take(","));
        text.expectEnd();
        return List.copyOf(orderings);
    }

    private static Ordering item(QueryText text) {
        var name = text.name();
        if (text.take("(")) {
            var field = Field.parse(text);
            text.expect(")");
            return new Ordering(name, field, direction(text));
        }
        var field = new Field(name, Field.path(text));
        return new Ordering(null, field, direction(text));
    }

    private static String direction(QueryText text) {
        var direction = text.take(".desc") ? " desc" : text.take(".asc") ? " asc" : "";
        var nulls = text.take(".nullsfirst") ? " nulls first" : text.take(".nullslast") ? " nulls last" : "";
        if (!text.isAtEnd() && !text.isNextOneOf(", ")) {
            throw text.problem(
                    nulls.isEmpty() ? "\"asc\", \"desc\", \"nullsfirst\" or \"nullslast\"" : "\",\" or end of input");
        }
        return direction + nulls;
    }
}
