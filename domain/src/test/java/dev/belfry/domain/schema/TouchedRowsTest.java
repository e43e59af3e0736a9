package dev.belfry.domain.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.domain.challenges.Challenge;
import dev.belfry.domain.schema.Databases.Database;
import jakarta.persistence.OptimisticLockException;
import java.sql.SQLException;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;

/** The trigger belfry.touch_row(): versions hold for every writer. */
class TouchedRowsTest {

    private static Databases databases;
    private static Database database;

    @BeforeAll
    static void start() throws Exception {
        databases = Databases.start();
        database = databases.next();
        OwnMigrations.run(database.asSuperuser());
        assertThat(Demo.lay(database.asSuperuser(), true)).isTrue();
    }

    @AfterAll
    static void stop() throws Exception {
        databases.close();
    }

    @Test
    void plainSqlRaisesTheVersionAndTheTime() throws SQLException {
        database.run("insert into public.challenges (title, updated_at) values ('Plain', '2020-01-01')");

        database.run("update public.challenges set title = 'Plainer' where title = 'Plain'");

        assertThat(database.ask("select version || ' ' || (updated_at > now() - interval '1 minute')"
                        + " from public.challenges where title = 'Plainer'"))
                .isEqualTo("1 true");
    }

    @Test
    void theOwnerIsTheCallerUnlessSomebodyElseIsNamed() throws SQLException {
        database.run("""
                select set_config('request.jwt.claims', '{"sub":"00000000-0000-0000-0000-00000000000a"}', false);
                insert into public.challenges (title) values ('Owned')
                """);

        assertThat(database.ask("select created_by from public.challenges where title = 'Owned'"))
                .isEqualTo("00000000-0000-0000-0000-00000000000a");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            integer, 3,    3,    4
            integer, 3,    4,    4
            integer, 3,    2,    refused
            integer, 3,    5,    refused
            integer, 3,    null, refused
            bigint,  9007199254740993, 9007199254740993, 9007199254740994
            numeric, 3,    3,    4
            integer, null, null, null
            integer, null, 1,    1
            text,    '''3''', '''3''', 3
            text,    '''v1''', '''v2''', v2
            """, quoteCharacter = '"')
    void aChangeSaysWhichVersionItIsBasedOn(String type, String before, String said, String after) throws SQLException {
        database.run("""
                drop table if exists public.ideas;
                create table public.ideas (id int primary key, version %s, shape point, doc bytea);
                create trigger touch before update on public.ideas for each row execute function belfry.touch_row();
                insert into public.ideas values (1, %s, '(1,2)', '\\x00ff')
                """.formatted(type, literal(before)));
        var update = "update public.ideas set version = " + literal(said);

        if (after.equals("refused")) {
            assertThatThrownBy(() -> database.run(update))
                    .isInstanceOfSatisfying(
                            PSQLException.class,
                            e -> assertThat(e.getSQLState()).isEqualTo("40001"))
                    .hasMessageContaining("the row has version 3, and the change is based on version " + said);
        } else {
            database.run(update);
            assertThat(database.ask("select version from public.ideas")).isEqualTo(after);
            assertThat(database.ask("select shape || ' ' || doc::text from public.ideas"))
                    .isEqualTo("(1,2) \\x00ff");
        }
    }

    @Test
    void aTableThatHasNeitherColumnIsChangedAllTheSame() throws SQLException {
        database.run("""
                create table public.words (word text);
                create trigger touch before update on public.words for each row execute function belfry.touch_row();
                insert into public.words values ('a');
                update public.words set word = 'b'
                """);

        assertThat(database.ask("select word from public.words")).isEqualTo("b");
    }

    @Test
    void hibernateCountsAsBeforeAndHearsOfOthers() throws SQLException {
        try (var sessions = hibernate()) {
            var challenge = new Challenge(UUID.randomUUID(), "By Hibernate", "");
            sessions.inTransaction(session -> session.persist(challenge));
            sessions.inTransaction(session -> {
                var read = session.find(Challenge.class, challenge.id());
                read.rename("Renamed");
                session.flush();
                read.rename("Renamed again, in the same transaction");
            });
            assertThat(version(challenge)).isEqualTo("2");

            assertThatThrownBy(() -> sessions.inTransaction(session -> {
                        session.find(Challenge.class, challenge.id()).rename("Too late");
                        byHand(challenge);
                    }))
                    .isInstanceOf(OptimisticLockException.class);
            assertThat(version(challenge)).isEqualTo("3");

            sessions.inTransaction(session -> {
                var read = session.find(Challenge.class, challenge.id());
                assertThat(read.version()).isEqualTo(3);
                read.rename("In time");
            });
            assertThat(version(challenge)).isEqualTo("4");
        }
    }

    private static SessionFactory hibernate() {
        return new Configuration()
                .addAnnotatedClass(Challenge.class)
                .setPhysicalNamingStrategy(new PhysicalNamingStrategySnakeCaseImpl())
                .setProperty("hibernate.connection.url", database.url())
                .setProperty("hibernate.connection.username", "postgres")
                .setProperty("hibernate.default_schema", "public")
                .buildSessionFactory();
    }

    private static void byHand(Challenge challenge) {
        try {
            database.run("update public.challenges set title = 'By hand' where id = '" + challenge.id() + "'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String version(Challenge challenge) throws SQLException {
        return database.ask("select version from public.challenges where id = '" + challenge.id() + "'");
    }

    private static String literal(String value) {
        return value.replace("'''", "'");
    }
}
