package dev.belfry.domain.accounts;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.identitystore.Pbkdf2PasswordHash;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The accounts in PostgreSQL, passwords as PBKDF2 hashes. No entity, so that no way of reading rows leads to them. */
@ApplicationScoped
public class Accounts {

    private static final String COLUMNS =
            "select id, email, name, groups, created_at, password_hash from belfry.accounts";

    @Resource(lookup = "jdbc/belfry")
    DataSource database;

    @Inject
    Pbkdf2PasswordHash hash;

    /** Makes the account unless one of that e-mail address exists. Returns the one that exists then. */
    public Account create(String email, String name, String password, List<String> groups) throws SQLException {
        var address = email.toLowerCase(Locale.ROOT);
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement("""
                        insert into belfry.accounts (id, email, name, password_hash, groups)
                        values (?, ?, ?, ?, ?) on conflict (email) do nothing
                        """)) {
            if (find(connection, address).isEmpty()) {
                insert.setObject(1, UUID.randomUUID());
                insert.setString(2, address);
                insert.setString(3, name);
                insert.setString(4, hash.generate(password.toCharArray()));
                insert.setArray(5, connection.createArrayOf("text", groups.toArray()));
                insert.executeUpdate();
            }
            return find(connection, address).orElseThrow().account();
        }
    }

    /** The account, if the password is right. An unknown address takes as long to refuse as a wrong password. */
    public Optional<Account> signIn(String email, String password) throws SQLException {
        try (var connection = database.getConnection()) {
            var found = find(connection, email.toLowerCase(Locale.ROOT));
            var stored = found.map(Stored::passwordHash).orElseGet(this::hashOfNothing);
            var right = hash.verify(password.toCharArray(), stored);
            return found.filter(stranger -> right).map(Stored::account);
        }
    }

    public Optional<Account> find(UUID id) throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(COLUMNS + " where id = ?")) {
            query.setObject(1, id);
            return first(query.executeQuery()).map(Stored::account);
        }
    }

    private Optional<Stored> find(Connection connection, String email) throws SQLException {
        try (var query = connection.prepareStatement(COLUMNS + " where email = ?")) {
            query.setString(1, email);
            return first(query.executeQuery());
        }
    }

    private static Optional<Stored> first(ResultSet rows) throws SQLException {
        try (rows) {
            if (!rows.next()) {
                return Optional.empty();
            }
            var account = new Account(
                    rows.getObject(1, UUID.class),
                    rows.getString(2),
                    rows.getString(3),
                    List.of((String[]) rows.getArray(4).getArray()),
                    rows.getTimestamp(5).toInstant());
            return Optional.of(new Stored(account, rows.getString(6)));
        }
    }

    private volatile @Nullable String nothing;

    private String hashOfNothing() {
        var known = nothing;
        if (known == null) {
            known = hash.generate(UUID.randomUUID().toString().toCharArray());
            nothing = known;
        }
        return known;
    }

    private record Stored(Account account, String passwordHash) {}
}
