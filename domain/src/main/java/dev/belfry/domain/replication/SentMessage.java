package dev.belfry.domain.replication;

import dev.belfry.domain.change.Change;
import dev.belfry.domain.change.Row;
import dev.belfry.domain.change.Table;
import dev.belfry.domain.messages.StoredMessage;
import dev.belfry.domain.messages.StoredMessage.Payload;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A broadcast that the database sends by a row of {@code realtime.messages} (protocol §5.5). */
final class SentMessage {

    private SentMessage() {}

    /** Supabase's publication tells of the partitions, each by its own name. */
    static boolean isOf(Table table) {
        return table.schema().equals("realtime")
                && (table.name().equals("messages") || table.name().matches("messages_\\d{4}_\\d\\d_\\d\\d"));
    }

    /** Null if the change sends none. */
    static @Nullable StoredMessage of(Change change) {
        return change instanceof Change.Insert insert && isSent(insert) ? message(insert.row()) : null;
    }

    private static boolean isSent(Change.Insert insert) {
        var row = insert.row();
        return "broadcast".equals(text(row, "extension"))
                && !isTrue(row, "skip_broadcast")
                && !isExpired(text(row, "expires_at"), insert.committedAt());
    }

    private static boolean isExpired(@Nullable String expiry, Instant now) {
        if (expiry == null || !expiry.contains("T")) {
            return false; // infinity
        }
        var hasZone = expiry.endsWith("+00:00");
        var end = hasZone
                ? OffsetDateTime.parse(expiry).toInstant()
                : LocalDateTime.parse(expiry).toInstant(ZoneOffset.UTC);
        return !end.isAfter(now);
    }

    private static @Nullable StoredMessage message(Row row) {
        var id = text(row, "id");
        var topic = text(row, "topic");
        var event = text(row, "event");
        if (id == null || topic == null) {
            return null;
        }
        return new StoredMessage(id, topic, isTrue(row, "private"), event == null ? "" : event, payload(row));
    }

    private static Payload payload(Row row) {
        var bytes = text(row, "binary_payload");
        var json = row.get("payload");
        return bytes != null
                ? new Payload.Bytes(HexFormat.of().parseHex(bytes))
                : new Payload.Json(json == null ? "null" : json.toString());
    }

    private static @Nullable String text(Row row, String column) {
        var value = row.get(column);
        return value == null || value.isNull() ? null : value.asString();
    }

    private static boolean isTrue(Row row, String column) {
        var value = row.get(column);
        return value != null && value.booleanValue(false);
    }
}
