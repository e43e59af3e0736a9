package dev.belfry.domain.replication;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real PostgreSQL of a test class. */
public final class TestPostgres implements AutoCloseable {

    private final Path home;
    private final Map<String, String> configuration;
    private EmbeddedPostgres postgres;

    private TestPostgres(Path home, Map<String, String> configuration) throws IOException {
        this.home = home;
        this.configuration = configuration;
        this.postgres = run(0);
    }

    /** @param configuration beside the usual: logical decoding, and no fsync */
    public static TestPostgres start(Map<String, String> configuration) throws IOException, SQLException {
        var home = Files.createTempDirectory("belfry-wal");
        Files.setPosixFilePermissions(home, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        var started = new TestPostgres(home, configuration);
        started.run("create schema belfry; create table belfry.published_tables (name text primary key)");
        return started;
    }

    private EmbeddedPostgres run(int port) throws IOException {
        var builder = EmbeddedPostgres.builder()
                .setDataDirectory(home.resolve("data"))
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(true)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("wal_level", "logical")
                .setServerConfig(
                        "synchronous_commit", "on") // zonky's default is off: the log is written up to 0.2 s later then
                .setServerConfig("fsync", "off");
        configuration.forEach(builder::setServerConfig);
        if (port != 0) {
            builder.setPort(port);
        }
        return builder.start();
    }

    ReplicationSettings settings(String slot) {
        return new ReplicationSettings(url(), "postgres", "", "announced", slot, Duration.ofMinutes(5), 256L << 20);
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres";
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), "postgres", "");
    }

    /** Statements in one go, and so in one transaction. */
    public void run(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute("begin;" + sql + ";commit");
        }
    }

    /** A statement that may not run in a transaction. */
    public void runAlone(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    public String ask(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var found = statement.executeQuery(sql)) {
            return found.next() ? String.valueOf(found.getString(1)) : "";
        }
    }

    /** Tells the process to end that sends the log for a slot; true if there was one. */
    boolean terminateSender(String slot) throws SQLException {
        return ask("select pg_terminate_backend(active_pid) from pg_replication_slots where slot_name = '" + slot
                        + "' and active")
                .equals("t");
    }

    /** As a crash: no checkpoint, no word to anybody. */
    void crash() throws IOException, InterruptedException {
        stop("QUIT");
    }

    /** As an operator stops it: it waits for those who receive its log. */
    void stopFast() throws IOException, InterruptedException {
        stop("INT");
    }

    private void stop(String signal) throws IOException, InterruptedException {
        var pid = Files.readAllLines(home.resolve("data/postmaster.pid"))
                .getFirst()
                .strip();
        var postmaster = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        new ProcessBuilder("kill", "-" + signal, pid).inheritIO().start().waitFor();
        if (!postmaster
                .onExit()
                .completeOnTimeout(postmaster, 30, TimeUnit.SECONDS)
                .thenApply(process -> !process.isAlive())
                .join()) {
            throw new IllegalStateException("PostgreSQL does not stop");
        }
    }

    void startAgain() throws IOException {
        var port = postgres.getPort();
        postgres.close(); // it still holds the directory
        postgres = run(port);
    }

    @Override
    public void close() throws IOException {
        postgres.close();
        try (var files = Files.walk(home)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
