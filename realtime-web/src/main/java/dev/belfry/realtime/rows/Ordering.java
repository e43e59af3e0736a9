package dev.belfry.realtime.rows;

import java.util.ArrayList;
import java.util.List;

/**
 * An item of {@code order}: {@code column.desc.nullslast}.
 *
 * @param direction as SQL has it behind the column
 */
record Ordering(FieldPath field, String direction) {

    static List<Ordering> parse(String order) {
        var text = new QueryText("order", order);
        var orderings = new ArrayList<Ordering>();
        do {
            text.skipBlanks();
            orderings.add(item(text));
        } while (text.take(","));
        text.expectEnd();
        return List.copyOf(orderings);
    }

    private static Ordering item(QueryText text) {
        var field = FieldPath.parse(text);
        var descends = text.take(".desc");
        if (!descends) {
            text.take(".asc");
        }
        var nulls = text.take(".nullsfirst") ? " nulls first" : text.take(".nullslast") ? " nulls last" : "";
        return new Ordering(field, (descends ? "desc" : "asc") + nulls);
    }
}
