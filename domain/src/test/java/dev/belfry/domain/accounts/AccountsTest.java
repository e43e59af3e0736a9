package dev.belfry.domain.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.domain.change.Json;
import dev.belfry.domain.replication.TestPostgres;
import jakarta.security.enterprise.identitystore.Pbkdf2PasswordHash;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import tools.jackson.databind.node.ObjectNode;

class AccountsTest {

    /** What the migrations lay before, as far as it matters here. */
    private static final String BEFORE = """
            drop schema if exists auth cascade; drop schema if exists extensions cascade; drop table if exists belfry.users;
            drop table if exists belfry.accounts; drop table if exists public.profiles; drop table if exists public.notes;
            create schema auth;
            create table belfry.accounts (id uuid primary key, email text not null unique, name text not null,
                password_hash text not null, groups text[] not null default '{}', created_at timestamptz not null default now());
            """;

    private static @Nullable TestPostgres postgres;

    private final Accounts accounts = accounts();

    @BeforeAll
    static void start() throws IOException, SQLException {
        postgres = TestPostgres.start(Map.of());
        postgres().run("create role anon; create role authenticated; create role service_role");
    }

    @AfterAll
    static void stop() throws IOException {
        postgres().close();
    }

    @BeforeEach
    void empty() throws SQLException {
        postgres().run(BEFORE);
    }

    @Test
    void aForeignKeyAndTheUsualTriggerOfAPortalHold() throws SQLException {
        accounts.lay();
        postgres().run("""
                create table public.profiles (id uuid primary key references auth.users (id) on delete cascade, name text, mail text);
                create function auth.handle_new_user() returns trigger language plpgsql security definer as $$
                begin
                    insert into public.profiles values (new.id, new.raw_user_meta_data ->> 'name', new.email);
                    return new;
                end $$;
                create trigger on_auth_user_created after insert on auth.users for each row execute function auth.handle_new_user();
                """);

        var made = signUp("Eve@example.com");

        assertThat(ask("select id || name || mail from public.profiles")).isEqualTo(made.id() + "Eeve@example.com");
        assertThat(accounts.delete(made.id())).isTrue();
        assertThat(ask("select count(*) from public.profiles")).isEqualTo("0");
    }

    @Test
    void accountsOfOlderVersionsMoveOverOnceAndSignInAsBefore() throws SQLException {
        var id = UUID.randomUUID();
        postgres()
                .run("insert into belfry.accounts values ('" + id
                        + "', 'cai@belfry.dev', 'Cai', 'hash of belfry', '{admin}')");

        accounts.lay();
        accounts.lay();

        var cai = accounts.signIn("cai@belfry.dev", "belfry").orElseThrow();
        assertThat(cai.id()).isEqualTo(id);
        assertThat(cai.groups()).containsExactly("admin");
        assertThat(cai.userMetadata().path("name").asString()).isEqualTo("Cai");
        assertThat(accounts.delete(id)).isTrue();
        accounts.lay();
        assertThat(accounts.find(id)).isEmpty();
    }

    @Test
    void aTableOfSomebodyElseIsLeftAlone() throws SQLException {
        postgres()
                .run(
                        "create table auth.users (id uuid primary key, email text); insert into auth.users values (gen_random_uuid(), 'x')");
        var before = ask(
                "select md5(string_agg(u::text, '')) || (select count(*) from pg_attribute where attrelid = 'auth.users'::regclass) from auth.users u");

        accounts.lay();
        var ada = accounts.create("ada@belfry.dev", "Ada", "belfry", List.of());

        assertThat(accounts.signIn("ada@belfry.dev", "belfry")).contains(ada);
        assertThat(ask("select id from belfry.users")).isEqualTo(ada.id().toString());
        assertThat(
                        ask(
                                "select md5(string_agg(u::text, '')) || (select count(*) from pg_attribute where attrelid = 'auth.users'::regclass) from auth.users u"))
                .isEqualTo(before);
    }

    @Test
    void theSchemaForExtensionsIsThere() throws SQLException {
        accounts.lay();

        assertThat(ask("select has_schema_privilege('anon', 'extensions', 'usage')"))
                .isEqualTo("t");
    }

    @Test
    void anAddressIsTakenOnceInWhateverLetters() throws SQLException {
        accounts.lay();
        signUp("eve@example.com");

        assertThat(accounts.create(NewAccount.signingUp("eve@example.com", "secret", Json.MAPPER.createObjectNode())))
                .isEmpty();
        assertThat(accounts.signIn("EVE@example.com", "secret")).isPresent();
        assertThat(accounts.signIn("eve@example.com", "Secret")).isEmpty();
        assertThat(accounts.signIn("nobody@example.com", "secret")).isEmpty();
    }

    @Test
    void aChangeLeavesWhatItDoesNotName() throws SQLException {
        accounts.lay();
        var eve = signUp("eve@example.com");
        var app = object("{\"groups\":[\"admin\"],\"deep\":{\"kept\":null}}");
        var own = object("{\"name\":null,\"city\":\"Ghent\"}");

        var changed = accounts.change(eve.id(), change(null, app, own, null)).orElseThrow();

        assertThat(changed.groups()).containsExactly("admin");
        assertThat(changed.appMetadata()).isEqualTo(object("""
                {"provider":"email","providers":["email"],"groups":["admin"],"deep":{"kept":null}}"""));
        assertThat(changed.userMetadata()).isEqualTo(object("{\"city\":\"Ghent\"}"));
        assertThat(changed.email()).isEqualTo("eve@example.com");
        assertThat(accounts.signIn("eve@example.com", "secret")).contains(changed);
        assertThat(accounts.change(UUID.randomUUID(), change("x@example.com", null, null, null)))
                .isEmpty();
    }

    @Test
    void anAddressOfAnotherIsNotTakenOver() throws SQLException {
        accounts.lay();
        var eve = signUp("eve@example.com");
        signUp("fay@example.com");

        assertThatThrownBy(() -> accounts.change(eve.id(), change("fay@example.com", null, null, null)))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23505"))
                .hasMessageContaining("users_email_partial_key");
    }

    @Test
    void aBanBeginsAndEnds() throws SQLException {
        accounts.lay();
        var eve = signUp("eve@example.com");

        var banned = accounts.change(eve.id(), change(null, null, null, Duration.ofHours(1)))
                .orElseThrow();
        var unbanned = accounts.change(eve.id(), change(null, null, null, Duration.ZERO))
                .orElseThrow();

        assertThat(banned.isBanned(Instant.now())).isTrue();
        assertThat(banned.isBanned(Instant.now().plus(Duration.ofHours(2)))).isFalse();
        assertThat(unbanned.isBanned(Instant.now())).isFalse();
    }

    @Test
    void aHiddenAccountStaysForWhatRefersToItAndFreesItsAddress() throws SQLException {
        accounts.lay();
        var eve = signUp("eve@example.com");
        postgres()
                .run(
                        "create table public.notes (owner uuid references auth.users (id)); insert into public.notes values ('"
                                + eve.id() + "')");

        assertThatThrownBy(() -> accounts.delete(eve.id()))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23503"));
        assertThat(accounts.hide(eve.id())).isTrue();

        assertThat(accounts.signIn("eve@example.com", "secret")).isEmpty();
        assertThat(accounts.find(eve.id()).orElseThrow().times().deleted()).isNotNull();
        assertThat(signUp("eve@example.com").id()).isNotEqualTo(eve.id());
    }

    @Test
    void aListHasPagesAndTheNewestFirst() throws SQLException {
        accounts.lay();
        for (var name : List.of("a", "b", "c")) {
            signUp(name + "@example.com");
        }

        assertThat(accounts.list(0, 2).accounts())
                .extracting(Account::email)
                .containsExactly("c@example.com", "b@example.com");
        assertThat(accounts.list(2, 2).accounts()).extracting(Account::email).containsExactly("a@example.com");
        assertThat(accounts.list(4, 2)).isEqualTo(new Accounts.Listed(List.of(), 3));
    }

    /** As the seeds of many a project insert them. */
    @Test
    void aRowThatSqlHasWrittenSignsInByItsBcryptHash() throws SQLException {
        accounts.lay();
        postgres().run("""
                create extension if not exists pgcrypto schema extensions;
                insert into auth.users (id, email, encrypted_password, email_confirmed_at)
                values (gen_random_uuid(), 'seed@example.com', extensions.crypt('secret', extensions.gen_salt('bf', 4)), now())
                """);

        assertThat(accounts.signIn("seed@example.com", "secret")).isPresent();
        assertThat(accounts.signIn("seed@example.com", "wrong!")).isEmpty();
    }

    @Test
    void aHashThatIsNoneSignsNobodyIn() throws SQLException {
        accounts.lay();
        postgres().run("""
                insert into auth.users (id, email, encrypted_password) values
                (gen_random_uuid(), 'odd@example.com', 'odd'), (gen_random_uuid(), 'empty@example.com', ''),
                (gen_random_uuid(), 'null@example.com', null)
                """);

        for (var name : List.of("odd", "empty", "null")) {
            assertThat(accounts.signIn(name + "@example.com", "odd")).isEmpty();
            assertThat(accounts.signIn(name + "@example.com", "")).isEmpty();
        }
    }

    private Account signUp(String email) throws SQLException {
        return accounts.create(
                        NewAccount.signingUp(email.toLowerCase(Locale.ROOT), "secret", object("{\"name\":\"E\"}")))
                .orElseThrow();
    }

    private static AccountChange change(
            @Nullable String email, @Nullable ObjectNode app, @Nullable ObjectNode own, @Nullable Duration ban) {
        return new AccountChange(null, email, null, null, app, own, false, false, ban);
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) Json.MAPPER.readTree(json);
    }

    private static String ask(String sql) throws SQLException {
        return postgres().ask(sql);
    }

    private static TestPostgres postgres() {
        if (postgres == null) {
            throw new IllegalStateException("not started");
        }
        return postgres;
    }

    @SuppressWarnings("UnnecessaryAssignment") // there is no container here
    private static Accounts accounts() {
        var database = new PGSimpleDataSource();
        database.setUrl(postgres().url());
        database.setUser("postgres");
        var made = new Accounts();
        made.database = database;
        made.passwords = new Passwords();
        made.passwords.hash = new PlainHash();
        return made;
    }

    /** The container's hash in its shape alone: hashing is not what is tested here. */
    private static final class PlainHash implements Pbkdf2PasswordHash {

        private static final String PREFIX = "hash of ";

        @Override
        public String generate(char[] password) {
            return PREFIX + new String(password);
        }

        @Override
        public boolean verify(char[] password, String hashed) {
            if (!hashed.startsWith(PREFIX)) {
                throw new IllegalArgumentException("Bad hash format");
            }
            return hashed.equals(generate(password));
        }
    }
}
