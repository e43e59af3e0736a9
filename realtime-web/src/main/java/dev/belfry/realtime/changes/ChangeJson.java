package dev.belfry.realtime.changes;

import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.Column;
import dev.belfry.domain.change.Json;
import dev.belfry.domain.change.Row;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** A change as {@code data} of a {@code postgres_changes} message (protocol §3.6), written when it is first asked for. */
final class ChangeJson implements Supplier<String> {

    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Change change;
    private final List<String> select;
    private final Sight.Shown sight;
    private @Nullable String text;

    /** @param select the columns that are wanted besides the key; empty for all */
    ChangeJson(Change change, List<String> select, Sight.Shown sight) {
        this.change = change;
        this.select = select;
        this.sight = sight;
    }

    /** All that is known of it. */
    ChangeJson(Change change) {
        this(change, List.of(), Sight.ALL);
    }

    @Override
    public synchronized String get() {
        if (text == null) {
            text = write();
        }
        return text;
    }

    /** {@code INSERT}, {@code UPDATE} or {@code DELETE}. */
    String type() {
        return type(change);
    }

    static String type(Change change) {
        return switch (change) {
            case Change.Insert ignored -> "INSERT";
            case Change.Update ignored -> "UPDATE";
            case Change.Delete ignored -> "DELETE";
        };
    }

    private String write() {
        var columns = change.table().columns().stream().filter(this::isWanted).toList();
        var written = new StringWriter(512);
        try (var json = Json.MAPPER.createGenerator(written)) {
            json.writeStartObject();
            json.writeStringProperty("schema", change.table().schema());
            json.writeStringProperty("table", change.table().name());
            json.writeStringProperty("type", type());
            json.writeStringProperty("commit_timestamp", timestamp(change.committedAt()));
            describe(columns, json);
            switch (change) {
                case Change.Insert insert -> write("record", insert.row(), columns, json);
                case Change.Update update -> {
                    write("record", update.row(), columns, json);
                    write("old_record", update.old(), sight.keyOnly() ? key(columns) : identity(columns), json);
                }
                case Change.Delete delete ->
                    write("old_record", delete.old(), sight.keyOnly() ? key(columns) : identity(columns), json);
            }
            json.writeNullProperty("errors");
            json.writeEndObject();
        }
        return written.toString();
    }

    private boolean isWanted(Column column) {
        return sight.shows(column.name()) && (select.isEmpty() || column.key() || select.contains(column.name()));
    }

    /** Of an old row no more is told than PostgreSQL would, although the source may know more of it. */
    private static List<Column> identity(List<Column> columns) {
        return columns.stream().filter(Column::identity).toList();
    }

    private static List<Column> key(List<Column> columns) {
        return columns.stream().filter(Column::key).toList();
    }

    static String timestamp(Instant instant) {
        return MILLISECONDS.format(instant);
    }

    private static void describe(List<Column> columns, JsonGenerator json) {
        json.writeArrayPropertyStart("columns");
        for (var column : columns) {
            json.writeStartObject();
            json.writeStringProperty("name", column.name());
            json.writeStringProperty("type", column.type());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(String name, Row row, List<Column> columns, JsonGenerator json) {
        json.writeObjectPropertyStart(name);
        for (var column : columns) {
            var value = row.get(column.name());
            if (value != null) {
                json.writeName(column.name());
                json.writeTree(value);
            }
        }
        json.writeEndObject();
    }
}
