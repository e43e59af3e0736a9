package dev.belfry.domain.schema;

import dev.belfry.domain.replication.TestPostgres;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL with a database for each test; the roles are all tests'. */
final class Databases implements AutoCloseable {

    private final TestPostgres postgres;
    private int count;

    private Databases(TestPostgres postgres) {
        this.postgres = postgres;
    }

    static Databases start() throws Exception {
        return new Databases(TestPostgres.start(Map.of()));
    }

    /** A new one, whose owner is the superuser. */
    Database next() throws SQLException {
        var name = "d" + count++;
        postgres.runAlone("create database " + name);
        return new Database(postgres.url().replaceFirst("/postgres$", "/" + name), name);
    }

    void run(String sql) throws SQLException {
        postgres.run(sql);
    }

    @Override
    public void close() throws java.io.IOException {
        postgres.close();
    }

    record Database(String url, String name) {

        DataSource as(String user) {
            var source = new PGSimpleDataSource();
            source.setUrl(url);
            source.setUser(user);
            return source;
        }

        DataSource asSuperuser() {
            return as("postgres");
        }

        void run(String sql) throws SQLException {
            try (var connection = DriverManager.getConnection(url, "postgres", "");
                    var statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        String ask(String sql) throws SQLException {
            try (var connection = DriverManager.getConnection(url, "postgres", "");
                    var statement = connection.createStatement();
                    var found = statement.executeQuery(sql)) {
                return found.next() ? String.valueOf(found.getString(1)) : "";
            }
        }

        String tables() throws SQLException {
            return ask("select string_agg(relname, ' ' order by relname) from pg_class"
                    + " where relnamespace = 'public'::regnamespace and relkind = 'r'");
        }
    }
}
