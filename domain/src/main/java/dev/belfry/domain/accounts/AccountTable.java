package dev.belfry.domain.accounts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;

/**
 * Where the accounts stand: {@code auth.users}, so that a portal's foreign keys and triggers hold. A database that has a table of that
 * name from somebody else keeps it as it is; the accounts stand in {@code belfry.users} then.
 */
final class AccountTable {

    private static final Logger LOG = System.getLogger(AccountTable.class.getName());
    private static final String IN_AUTH = "auth.users";
    private static final String APART = "belfry.users";

    /** Two servers may start at once. */
    private static final String LOCK = "select pg_advisory_xact_lock(hashtext('belfry.users'))";

    private static final String IS_OURS_OR_CAN_BE = """
            select case
                when to_regclass('auth.users') is not null
                    then coalesce(obj_description(to_regclass('auth.users'), 'pg_class') like 'Belfry:%', false)
                when to_regnamespace('auth') is not null then has_schema_privilege('auth', 'create')
                else false
            end
            """;

    /** Policies and functions of a portal name it, and extensions are put there. */
    private static final String EXTENSIONS = """
            do $$
            begin
                if to_regnamespace('extensions') is null and has_database_privilege(current_database(), 'create') then
                    create schema extensions;
                    grant usage on schema extensions to anon, authenticated, service_role;
                end if;
            end $$
            """;

    /** Those of versions that had a table of their own for them. */
    private static final String MOVE = """
            with moved as (delete from belfry.accounts returning *)
            insert into ${users} (id, email, encrypted_password, email_confirmed_at, created_at, raw_app_meta_data, raw_user_meta_data)
            select id, email, password_hash, created_at, created_at,
                   jsonb_build_object('provider', 'email', 'providers', jsonb_build_array('email'), 'groups', to_jsonb(groups)),
                   jsonb_build_object('name', name)
            from moved on conflict do nothing
            """;

    private AccountTable() {}

    /** Makes what is missing, all of it or nothing, and returns the table's name. */
    static String lay(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute(LOCK);
            statement.execute(EXTENSIONS);
            var isOurs = isTrue(connection, IS_OURS_OR_CAN_BE);
            var name = isOurs ? IN_AUTH : APART;
            if (!isTrue(connection, "select to_regclass('" + name + "') is not null")) {
                statement.execute(definition(isOurs ? "auth" : "belfry"));
            }
            statement.execute(MOVE.replace("${users}", name));
            connection.commit();
            if (!isOurs) {
                LOG.log(
                        Level.WARNING,
                        "AccountsApart: auth.users is not Belfry's, so it is left alone; the accounts of the development sign-in stand"
                                + " in belfry.users, and a foreign key to auth.users does not know them");
            }
            return name;
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private static boolean isTrue(Connection connection, String question) throws SQLException {
        try (var statement = connection.createStatement();
                var answer = statement.executeQuery(question)) {
            return answer.next() && answer.getBoolean(1);
        }
    }

    private static String definition(String schema) {
        try (var file = AccountTable.class.getResourceAsStream("/belfry/accounts.sql")) {
            var text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            return text.replace("${schema}", schema);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
