package dev.belfry.domain.messages;

import dev.belfry.domain.messages.MessagesFailed.Reason;
import dev.belfry.domain.messages.StoredMessage.Payload;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The broadcasts that {@code realtime.messages} keeps, read and written as the server: rights were asked about before. */
public final class Messages {

    /** How long one is kept, and how long one may ask for. */
    public static final Duration LONGEST = Duration.ofDays(3);

    private static final String SESSION =
            "select set_config('timezone', 'UTC', true), set_config('statement_timeout', '5s', true)";

    private final DataSource database;

    public Messages(DataSource database) {
        this.database = database;
    }

    /**
     * The newest of a private topic that were stored then or later, the oldest first. Blocks.
     *
     * @throws MessagesFailed if they are not to be had
     */
    public List<StoredMessage> since(String topic, Instant since, int limit) throws MessagesFailed {
        return transaction((connection, columns) -> {
            try (var statement = connection.prepareStatement(newest(columns))) {
                statement.setString(1, topic);
                statement.setString(
                        2, LocalDateTime.ofInstant(since, ZoneOffset.UTC).toString());
                statement.setInt(3, limit);
                var messages = new ArrayList<StoredMessage>();
                try (var rows = statement.executeQuery()) {
                    while (rows.next()) {
                        messages.add(message(topic, rows));
                    }
                }
                return messages;
            }
        });
    }

    private static String newest(MessageColumns columns) {
        return """
            select id::text, event, payload::text, bytes
            from (
                select id, event, payload, %1$s as bytes, inserted_at, %2$s as place
                from realtime.messages
                where topic = ? and private and extension = 'broadcast' and inserted_at >= ?::timestamp and %3$s
                order by inserted_at desc, place desc
                limit ?
            ) newest
            order by inserted_at, place
            """.formatted(columns.bytes(), columns.tieBreak(), columns.isAlive());
    }

    private static StoredMessage message(String topic, ResultSet row) throws SQLException {
        var event = row.getString(2);
        var bytes = row.getBytes(4);
        var payload = bytes == null ? new Payload.Json(orNull(row.getString(3))) : new Payload.Bytes(bytes);
        return new StoredMessage(row.getString(1), topic, true, event == null ? "" : event, payload);
    }

    private static String orNull(@Nullable String json) {
        return json == null ? "null" : json;
    }

    /**
     * Keeps a message that has been sent. Blocks.
     *
     * @param life from now on, at most {@link #LONGEST}
     * @throws MessagesFailed if it is not kept
     */
    public void store(StoredMessage message, Duration life) throws MessagesFailed {
        transaction((connection, columns) -> {
            var isBytes = message.payload() instanceof Payload.Bytes;
            if (!columns.canExpire() || (isBytes && !columns.has("binary_payload"))) {
                throw new MessagesFailed(Reason.NOT_STORABLE, "realtime.messages lacks columns to keep this in", null);
            }
            try (var statement = connection.prepareStatement(insertion(message.payload()))) {
                statement.setString(1, message.id());
                statement.setString(2, message.topic());
                statement.setString(3, message.event());
                switch (message.payload()) {
                    case Payload.Json json -> statement.setString(4, json.text());
                    case Payload.Bytes bytes -> statement.setBytes(4, bytes.bytes());
                }
                statement.setLong(5, life.toSeconds());
                return statement.executeUpdate();
            }
        });
    }

    private static String insertion(Payload payload) {
        var column =
                switch (payload) {
                    case Payload.Json ignored -> "payload";
                    case Payload.Bytes ignored -> "binary_payload";
                };
        var type = column.equals("payload") ? "jsonb" : "bytea";
        return """
            insert into realtime.messages (id, topic, extension, event, %1$s, private, skip_broadcast, expires_at, inserted_at)
            values (?::uuid, ?, 'broadcast', ?, ?::%2$s, true, true, now() + ? * interval '1 second', now())
            """.formatted(column, type);
    }

    private interface Work<T> {
        T in(Connection connection, MessageColumns columns) throws SQLException, MessagesFailed;
    }

    private <T> T transaction(Work<T> work) throws MessagesFailed {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.execute(SESSION);
                var result = work.in(connection, MessageColumns.read(connection));
                connection.commit();
                return result;
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw MessagesFailed.ofKeeping(e);
        }
    }
}
