package dev.belfry.domain.accounts;

import dev.belfry.domain.change.Json;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The accounts in PostgreSQL. No entity, so that no way of reading rows leads to them. */
@ApplicationScoped
public class Accounts {

    /** A null in metadata takes its key away, and only that: one deeper down is a value. */
    private static final String CHANGE = """
            with change (to_role, to_email, to_phone, password, app, own, mail_confirmed, is_phone_confirmed, ban) as
                (values (?::text, ?::text, ?::text, ?::text, ?::jsonb, ?::jsonb, ?::boolean, ?::boolean, ?::bigint))
            update ${users} as u set
                role = coalesce(c.to_role, u.role), email = coalesce(c.to_email, u.email), phone = coalesce(c.to_phone, u.phone),
                encrypted_password = coalesce(c.password, u.encrypted_password),
                raw_app_meta_data = (coalesce(u.raw_app_meta_data, '{}') || c.app)
                    - array(select key from jsonb_each(c.app) where value = 'null'),
                raw_user_meta_data = (coalesce(u.raw_user_meta_data, '{}') || c.own)
                    - array(select key from jsonb_each(c.own) where value = 'null'),
                email_confirmed_at = case when c.mail_confirmed then coalesce(u.email_confirmed_at, now()) else u.email_confirmed_at end,
                phone_confirmed_at = case when c.is_phone_confirmed then coalesce(u.phone_confirmed_at, now()) else u.phone_confirmed_at end,
                banned_until = case when c.ban is null then u.banned_until when c.ban > 0 then now() + c.ban * interval '1 second' end,
                updated_at = now()
            from change c where u.id = ? returning ${columns}
            """;

    private static final String IS_ALIVE = " and deleted_at is null";

    /** For ever, as a ban of a hundred years is to a development server. */
    private static final Duration LONGEST_BAN = Duration.ofDays(36_500);

    @Resource(lookup = "jdbc/belfry")
    DataSource database;

    @Inject
    Passwords passwords;

    private volatile @Nullable String table;

    /** A page of the accounts, the newest first, and how many there are. */
    public record Listed(List<Account> accounts, long total) {}

    /** Makes the table unless it is there. Nobody is known before. */
    public void lay() throws SQLException {
        try (var connection = database.getConnection()) {
            table = AccountTable.lay(connection);
        }
    }

    /** Makes the account unless one of that e-mail address exists. Returns the one that exists then. */
    public Account create(String email, String name, String password, List<String> groups) throws SQLException {
        var address = email.toLowerCase(Locale.ROOT);
        var known = find(address);
        if (known.isPresent()) {
            return known.get();
        }
        var wanted = NewAccount.signingUp(
                address, password, Json.MAPPER.createObjectNode().put("name", name));
        wanted.appMetadata().set("groups", Json.of(groups));
        var made = create(wanted);
        return made.isPresent() ? made.get() : find(address).orElseThrow();
    }

    /** Makes the account; nothing if one of that e-mail address, telephone number or id exists. */
    public Optional<Account> create(NewAccount wanted) throws SQLException {
        var sql = """
                insert into %s (id, role, email, phone, encrypted_password, raw_app_meta_data, raw_user_meta_data,
                                email_confirmed_at, phone_confirmed_at)
                values (?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, case when ? then now() end, case when ? then now() end)
                on conflict do nothing returning %s
                """.formatted(table(), AccountRows.COLUMNS);
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement(sql)) {
            insert.setObject(1, wanted.id());
            insert.setString(2, wanted.role());
            insert.setString(3, wanted.email());
            insert.setString(4, wanted.phone());
            insert.setString(5, wanted.password() == null ? "" : passwords.hashed(wanted.password()));
            insert.setString(6, wanted.appMetadata().toString());
            insert.setString(7, wanted.userMetadata().toString());
            insert.setBoolean(8, wanted.emailConfirmed());
            insert.setBoolean(9, wanted.phoneConfirmed());
            return first(insert);
        }
    }

    /** The account, if the password is right. An unknown address takes as long to refuse as a wrong password. */
    public Optional<Account> signIn(String email, String password) throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(select(" where email = ? and not is_sso_user" + IS_ALIVE))) {
            query.setString(1, email.toLowerCase(Locale.ROOT));
            try (var rows = query.executeQuery()) {
                var isThere = rows.next();
                var stored = isThere ? rows.getString("encrypted_password") : null;
                return passwords.fits(connection, password, stored) && isThere
                        ? Optional.of(AccountRows.account(rows))
                        : Optional.empty();
            }
        }
    }

    /** Writes down that the account has signed in, and returns it so. */
    public Account signedIn(Account account) throws SQLException {
        try (var connection = database.getConnection();
                var update = connection.prepareStatement("update " + table()
                        + " set last_sign_in_at = now(), updated_at = now() where id = ? returning "
                        + AccountRows.COLUMNS)) {
            update.setObject(1, account.id());
            return first(update).orElse(account);
        }
    }

    public Optional<Account> find(UUID id) throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(select(" where id = ?"))) {
            query.setObject(1, id);
            return first(query);
        }
    }

    public Optional<Account> find(String email) throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(select(" where email = ?" + IS_ALIVE))) {
            query.setString(1, email.toLowerCase(Locale.ROOT));
            return first(query);
        }
    }

    public Listed list(long offset, int limit) throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(select(" order by created_at desc, id offset ? limit ?"));
                var counting = connection.prepareStatement("select count(*) from " + table())) {
            query.setLong(1, offset);
            query.setInt(2, limit);
            var accounts = new ArrayList<Account>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    accounts.add(AccountRows.account(rows));
                }
            }
            try (var count = counting.executeQuery()) {
                return new Listed(List.copyOf(accounts), count.next() ? count.getLong(1) : 0);
            }
        }
    }

    /**
     * Changes the account and returns it; nothing if it is not there.
     *
     * @throws java.sql.SQLException of the state 23505, if the e-mail address or telephone number is another's
     */
    public Optional<Account> change(UUID id, AccountChange change) throws SQLException {
        var sql = CHANGE.replace("${users}", table()).replace("${columns}", AccountRows.COLUMNS);
        try (var connection = database.getConnection();
                var update = connection.prepareStatement(sql)) {
            update.setString(1, change.role());
            update.setString(2, change.email());
            update.setString(3, change.phone());
            update.setString(4, change.password() == null ? null : passwords.hashed(change.password()));
            update.setString(5, text(change.appMetadata()));
            update.setString(6, text(change.userMetadata()));
            update.setBoolean(7, change.emailConfirmed());
            update.setBoolean(8, change.phoneConfirmed());
            update.setObject(9, seconds(change.ban()));
            update.setObject(10, id);
            return first(update);
        }
    }

    /** Takes the account away; false if it is not there. */
    public boolean delete(UUID id) throws SQLException {
        return update("delete from " + table() + " where id = ?", id);
    }

    /** Leaves the row, for what refers to it, and nothing in it by which anybody could be known or sign in. */
    public boolean hide(UUID id) throws SQLException {
        return update("update " + table() + """
                         set email = case when email is not null then encode(sha256((id || email)::bytea), 'hex') end,
                         phone = case when phone is not null then left(encode(sha256((id || phone)::bytea), 'hex'), 15) end,
                         encrypted_password = null, raw_user_meta_data = '{}', deleted_at = coalesce(deleted_at, now())
                         where id = ?
                        """, id);
    }

    private boolean update(String sql, UUID id) throws SQLException {
        try (var connection = database.getConnection();
                var update = connection.prepareStatement(sql)) {
            update.setObject(1, id);
            return update.executeUpdate() > 0;
        }
    }

    private static String text(@Nullable ObjectNode metadata) {
        return metadata == null ? "{}" : metadata.toString();
    }

    private static @Nullable Long seconds(@Nullable Duration ban) {
        return ban == null ? null : (ban.compareTo(LONGEST_BAN) > 0 ? LONGEST_BAN : ban).toSeconds();
    }

    private String select(String where) throws SQLException {
        return "select " + AccountRows.COLUMNS + " from " + table() + where;
    }

    private String table() throws SQLException {
        var laid = table;
        if (laid == null) {
            throw new SQLTransientConnectionException("The server is starting: there are no accounts yet");
        }
        return laid;
    }

    private static Optional<Account> first(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(AccountRows.account(rows)) : Optional.empty();
        }
    }
}
