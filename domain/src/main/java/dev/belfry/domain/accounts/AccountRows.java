package dev.belfry.domain.accounts;

import dev.belfry.domain.accounts.Account.Times;
import dev.belfry.domain.change.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Rows of the table of accounts, read. They may be written by anybody: what is missing has its usual value. */
final class AccountRows {

    static final String COLUMNS = """
            id, coalesce(nullif(role, ''), 'authenticated') as role, email, phone, raw_app_meta_data, raw_user_meta_data,
            is_anonymous, coalesce(created_at, now()) as created_at, coalesce(updated_at, created_at, now()) as updated_at,
            email_confirmed_at, phone_confirmed_at, last_sign_in_at, banned_until, deleted_at, encrypted_password""";

    private AccountRows() {}

    static Account account(ResultSet row) throws SQLException {
        return new Account(
                row.getObject("id", UUID.class),
                row.getString("role"),
                row.getString("email"),
                row.getString("phone"),
                object(row.getString("raw_app_meta_data")),
                object(row.getString("raw_user_meta_data")),
                row.getBoolean("is_anonymous"),
                new Times(
                        row.getObject("created_at", OffsetDateTime.class).toInstant(),
                        row.getObject("updated_at", OffsetDateTime.class).toInstant(),
                        time(row, "email_confirmed_at"),
                        time(row, "phone_confirmed_at"),
                        time(row, "last_sign_in_at"),
                        time(row, "banned_until"),
                        time(row, "deleted_at")));
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static ObjectNode object(@Nullable String json) {
        return json != null && Json.MAPPER.readTree(json) instanceof ObjectNode object
                ? object
                : Json.MAPPER.createObjectNode();
    }
}
