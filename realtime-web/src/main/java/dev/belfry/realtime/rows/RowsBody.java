package dev.belfry.realtime.rows;

import dev.belfry.domain.change.Json;
import dev.belfry.domain.change.Row;
import dev.belfry.domain.schema.MappedTable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rows in the body of a request.
 *
 * @param columns those that count, null for all that are there
 * @param missingIsNull whether a row that lacks one of those columns gets NULL for it, else its default
 */
record RowsBody(MappedTable table, @Nullable List<String> columns, boolean missingIsNull) {

    private static final int MAX_BYTES = 16 << 20;

    static RowsBody of(RowsRequest request) {
        var columns = request.query().columns();
        if (columns != null) {
            columns.forEach(column -> requireKnown(request.table(), column));
        }
        return new RowsBody(request.table(), columns, !request.preferences().missingIsDefault());
    }

    /** An array of objects, or one. */
    List<Row> rows(InputStream body) {
        var parsed = parse(body);
        if (!parsed.isArray()) {
            return List.of(row(parsed));
        }
        if (parsed.size() > RowsSql.MAX_WRITTEN) {
            throw tooMany();
        }
        var rows = new ArrayList<Row>();
        for (var item : parsed) {
            if (columns == null && missingIsNull && !keys(item).equals(keys(parsed.get(0)))) {
                throw RowsProblem.badRequest("PGRST102", "All object keys must match");
            }
            rows.add(row(item));
        }
        return rows;
    }

    private static Set<String> keys(JsonNode item) {
        return Set.copyOf(item.propertyNames());
    }

    Row row(InputStream body) {
        return row(parse(body));
    }

    static RowsProblem tooMany() {
        return tooLarge("a request changes at most " + RowsSql.MAX_WRITTEN + " rows");
    }

    static RowsProblem tooLarge(String limit) {
        return new RowsProblem(413, "54000", limit, "Narrow the filter, or send the rows in several requests");
    }

    private Row row(JsonNode json) {
        if (!(json instanceof ObjectNode object)) {
            throw RowsProblem.badRequest(
                    "PGRST102", "the body must be a JSON object, or for an insert an array of them");
        }
        var values = new LinkedHashMap<String, JsonNode>();
        if (columns == null) {
            object.forEachEntry((name, value) -> {
                requireKnown(table, name);
                values.put(name, value);
            });
            return new Row(values);
        }
        for (var column : columns) {
            var value = object.get(column);
            if (value != null || missingIsNull) {
                values.put(column, value == null ? NullNode.getInstance() : value);
            }
        }
        return new Row(values);
    }

    private static void requireKnown(MappedTable table, String column) {
        if (table.column(column).isEmpty()) {
            throw RowsProblem.badRequest(
                    "PGRST204",
                    "Could not find the '" + column + "' column of '"
                            + table.table().name() + "' in the schema cache");
        }
    }

    private static JsonNode parse(InputStream body) {
        try {
            var bytes = body.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw tooLarge("a body has at most " + MAX_BYTES + " bytes");
            }
            return Json.MAPPER.readTree(bytes);
        } catch (JacksonException | NumberFormatException e) {
            throw RowsProblem.badRequest("PGRST102", "the body is no valid JSON");
        } catch (IOException e) {
            throw RowsProblem.badRequest("PGRST102", "the body could not be read");
        }
    }
}
