package dev.belfry.realtime.changes;

import dev.belfry.domain.capture.Change;
import dev.belfry.domain.capture.Json;
import dev.belfry.domain.capture.Row;
import dev.belfry.domain.capture.Table;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A change as {@code data} of a {@code postgres_changes} message (protocol §3.6), written when it is first asked for. */
final class ChangeJson implements Supplier<String> {

    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Change change;
    private @Nullable String text;

    ChangeJson(Change change) {
        this.change = change;
    }

    @Override
    public synchronized String get() {
        if (text == null) {
            text = write(change).toString();
        }
        return text;
    }

    /** {@code INSERT}, {@code UPDATE} or {@code DELETE}. */
    String type() {
        return type(change);
    }

    private static ObjectNode write(Change change) {
        var data = Json.MAPPER.createObjectNode();
        data.put("schema", change.table().schema());
        data.put("table", change.table().name());
        data.put("type", type(change));
        data.put("commit_timestamp", timestamp(change.committedAt()));
        data.set("columns", columns(change.table()));
        switch (change) {
            case Change.Insert insert -> data.set("record", object(insert.row()));
            case Change.Update update -> {
                data.set("record", object(update.row()));
                data.set("old_record", object(update.old()));
            }
            case Change.Delete delete -> data.set("old_record", object(delete.old()));
        }
        data.putNull("errors");
        return data;
    }

    private static String type(Change change) {
        return switch (change) {
            case Change.Insert ignored -> "INSERT";
            case Change.Update ignored -> "UPDATE";
            case Change.Delete ignored -> "DELETE";
        };
    }

    private static String timestamp(Instant instant) {
        return MILLISECONDS.format(instant);
    }

    private static ArrayNode columns(Table table) {
        var columns = Json.MAPPER.createArrayNode();
        table.columns()
                .forEach(
                        column -> columns.addObject().put("name", column.name()).put("type", column.type()));
        return columns;
    }

    private static ObjectNode object(Row row) {
        var object = Json.MAPPER.createObjectNode();
        row.values().forEach(object::set);
        return object;
    }
}
