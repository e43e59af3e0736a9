package dev.belfry.realtime.changes;

import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.Column;
import dev.belfry.domain.change.Json;
import dev.belfry.domain.change.Row;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A change as {@code data} of a {@code postgres_changes} message (protocol §3.6), written when it is first asked for. */
final class ChangeJson implements Supplier<String> {

    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Change change;
    private final List<Column> columns;
    private @Nullable String text;

    /** @param select the columns that are wanted besides the key; empty for all */
    ChangeJson(Change change, List<String> select) {
        this.change = change;
        this.columns = select.isEmpty()
                ? change.table().columns()
                : change.table().columns().stream()
                        .filter(column -> column.key() || select.contains(column.name()))
                        .toList();
    }

    @Override
    public synchronized String get() {
        if (text == null) {
            text = Json.MAPPER.writeValueAsString(write());
        }
        return text;
    }

    /** {@code INSERT}, {@code UPDATE} or {@code DELETE}. */
    String type() {
        return type(change);
    }

    private ObjectNode write() {
        var data = Json.MAPPER.createObjectNode();
        data.put("schema", change.table().schema());
        data.put("table", change.table().name());
        data.put("type", type(change));
        data.put("commit_timestamp", timestamp(change.committedAt()));
        data.set("columns", described());
        switch (change) {
            case Change.Insert insert -> data.set("record", object(insert.row().only(columns)));
            case Change.Update update -> {
                data.set("record", object(update.row().only(columns)));
                data.set("old_record", object(identity(update.old())));
            }
            case Change.Delete delete -> data.set("old_record", object(identity(delete.old())));
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

    /** Of the old row the key only is told, as under PostgreSQL's default replica identity, although more of it may be known. */
    private Row identity(Row old) {
        return old.only(change.table().key());
    }

    private static String timestamp(Instant instant) {
        return MILLISECONDS.format(instant);
    }

    private ArrayNode described() {
        var described = Json.MAPPER.createArrayNode();
        columns.forEach(
                column -> described.addObject().put("name", column.name()).put("type", column.type()));
        return described;
    }

    private static ObjectNode object(Row row) {
        var object = Json.MAPPER.createObjectNode();
        row.forEach(object::set);
        return object;
    }
}
