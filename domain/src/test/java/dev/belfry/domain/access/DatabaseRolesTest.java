package dev.belfry.domain.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.replication.TestPostgres;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** As whom the bearers of tokens may act, by a real catalog. */
class DatabaseRolesTest {

    private static final DatabaseRoles ROLES = new DatabaseRoles();

    private static TestPostgres postgres;

    @BeforeAll
    static void start() throws Exception {
        postgres = TestPostgres.start(Map.of());
        postgres.run("create role anon nologin; create role authenticated nologin; create role editor nologin;"
                + "create role owner nologin; create role stranger nologin; create role boss superuser nologin;"
                + "create role belfry login; grant anon, authenticated, editor, owner, pg_read_all_data to belfry;"
                + "create table public.things (n int); alter table public.things owner to owner");
        var database = new PGSimpleDataSource();
        database.setUrl(postgres.url());
        database.setUser("belfry");
        ROLES.database = database;
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"anon", "authenticated", "editor"})
    void theServerMayTakeOnARoleThatItIsAMemberOf(String role) {
        assertThat(ROLES.accepts(role)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"belfry", "owner", "stranger", "boss", "postgres", "pg_read_all_data", "nobody", "none", ""})
    void noOtherIsAccepted(String role) {
        assertThat(ROLES.accepts(role)).isFalse();
    }

    @Test
    void withoutADatabaseTheUsualOnesAre() {
        var away = new DatabaseRoles();
        var nowhere = new PGSimpleDataSource();
        nowhere.setUrl("jdbc:postgresql://127.0.0.1:1/none");
        away.database = nowhere;

        assertThat(away.accepts("authenticated")).isTrue();
        assertThat(away.accepts("editor")).isFalse();
    }
}
