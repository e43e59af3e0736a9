package dev.belfry.domain.messages;

import dev.belfry.domain.access.TokenRules;
import dev.belfry.domain.access.TokenSigner;
import dev.belfry.domain.access.TokenVerifier;
import dev.belfry.domain.access.Verdict;
import dev.belfry.domain.replication.TestPostgres;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL on which the migrations have been run. */
final class LaidSchema implements AutoCloseable {

    private static final String SECRET = "a secret for tests, of 32 characters or more";

    final TestPostgres postgres;
    final MessagePolicies policies;
    final Messages messages;
    final Partitions partitions;

    private LaidSchema(TestPostgres postgres, String user) {
        this.postgres = postgres;
        var database = database(user);
        Flyway.configure()
                .dataSource(database)
                .defaultSchema("belfry")
                .locations("classpath:belfry/migration")
                .load()
                .migrate();
        policies = new MessagePolicies(database, "1s");
        messages = new Messages(database);
        partitions = new Partitions(database, Clock.systemUTC());
        partitions.keep();
    }

    static LaidSchema empty() throws Exception {
        var postgres = TestPostgres.start(Map.of());
        postgres.run("drop schema belfry cascade");
        return new LaidSchema(postgres, "postgres");
    }

    /** @param prepared statements that run before the migrations do */
    static LaidSchema beside(String prepared, String user) throws Exception {
        var postgres = TestPostgres.start(Map.of());
        postgres.run("drop schema belfry cascade;" + prepared);
        return new LaidSchema(postgres, user);
    }

    DataSource database(String user) {
        var database = new PGSimpleDataSource();
        database.setUrl(postgres.url());
        database.setUser(user);
        return database;
    }

    /** A caller with those claims beside its role. */
    static Asker asker(String role, Map<String, Object> claims) {
        var all = new java.util.HashMap<String, Object>(claims);
        all.put("role", role);
        all.put("exp", java.time.Instant.now().getEpochSecond() + 600);
        return switch (new TokenVerifier(TokenRules.ofSecret(SECRET), any -> true, Clock.systemUTC())
                .verify(new TokenSigner(SECRET).sign(all))) {
            case Verdict.Verified(var verified) -> new Asker(verified, "{\"x-tenant\":\"a\"}");
            case Verdict.Refused refused -> throw new IllegalArgumentException(refused.detail());
        };
    }

    String ask(String sql) throws SQLException {
        return postgres.ask(sql);
    }

    void run(String sql) throws SQLException {
        postgres.run(sql);
    }

    @Override
    public void close() throws java.io.IOException {
        postgres.close();
    }
}
