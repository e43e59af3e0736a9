package dev.belfry.realtime.rows;

import dev.belfry.domain.schema.ForeignKey;
import dev.belfry.domain.schema.MappedTable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a request says besides its body. */
record RowsRequest(MappedTable table, RowsQuery query, List<ForeignKey> keys, Preferences preferences, Media media) {

    private static final String SCHEMA = "public";

    RowsRequest {
        var embedded = new HashSet<List<String>>();
        collect(query.select(), List.of(), embedded);
        for (var path : query.clauses().keySet()) {
            if (!path.isEmpty() && !embedded.contains(path)) {
                throw new RowsProblem(
                        400,
                        "PGRST108",
                        "'" + String.join(".", path) + "' is not an embedded resource in this request",
                        null,
                        "Verify that '" + path.getLast() + "' is included in the 'select' query parameter.");
            }
        }
    }

    private static void collect(List<Selected> items, List<String> path, Set<List<String>> found) {
        for (var item : items) {
            if (item instanceof Selected.Embedded embedded) {
                var inside =
                        Stream.concat(path.stream(), Stream.of(embedded.name())).toList();
                found.add(inside);
                collect(embedded.items(), inside, found);
            }
        }
    }

    /** @param profile the header {@code Accept-Profile} or {@code Content-Profile} */
    static String schema(@Nullable String profile) {
        if (profile != null && !profile.equals(SCHEMA)) {
            throw new RowsProblem(
                    406,
                    "PGRST106",
                    "Invalid schema: " + profile,
                    null,
                    "Only the following schemas are exposed: " + SCHEMA);
        }
        return SCHEMA;
    }

    RowsRequest with(RowsQuery other) {
        return new RowsRequest(table, other, keys, preferences, media);
    }

    /** For one statement. */
    RowsSql sql() {
        return new RowsSql(table, query, keys);
    }
}
