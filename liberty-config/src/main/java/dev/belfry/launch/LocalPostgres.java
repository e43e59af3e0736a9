package dev.belfry.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A real PostgreSQL that Belfry brings along, with logical decoding, on 127.0.0.1 only and with passwords.
 *
 * <p>Its data directory outlives it. The server signs in as {@code belfry}, which is no superuser, so that row-level security
 * holds for it like for anybody; the superuser is for the person at the machine.
 */
public final class LocalPostgres implements AutoCloseable {

    public static final String DATABASE = "belfry";
    public static final String USER = "belfry";
    private static final String SUPERUSER = "postgres";

    private final EmbeddedPostgres postgres;
    private final String userPassword;
    private final String superuserPassword;

    private LocalPostgres(EmbeddedPostgres postgres, String userPassword, String superuserPassword) {
        this.postgres = postgres;
        this.userPassword = userPassword;
        this.superuserPassword = superuserPassword;
    }

    /**
     * Starts PostgreSQL and returns when it answers.
     *
     * @param home keeps the binaries ({@code postgres-binaries}) and the data ({@code postgres}); made when missing
     * @param port to listen on, 0 for any free one
     */
    public static LocalPostgres start(Path home, int port, LocalSecrets secrets) throws IOException, SQLException {
        var data = Files.createDirectories(home).resolve("postgres");
        var fresh = Files.notExists(data.resolve("PG_VERSION"));
        stopLeftover(data);
        var superuserPassword = secrets.get("postgres.superuser.password");
        var builder = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(home.resolve("postgres-binaries").toFile())
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("wal_level", "logical")
                .setServerConfig("max_slot_wal_keep_size", "1GB")
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setConnectConfig("password", superuserPassword)
                .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log(home)))
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log(home)));
        if (port != 0) {
            builder.setPort(port);
        }
        var started = new LocalPostgres(builder.start(), secrets.get("postgres.user.password"), superuserPassword);
        if (fresh) {
            started.prepare(data);
        }
        return started;
    }

    private static java.io.File log(Path home) {
        return home.resolve("postgres.log").toFile();
    }

    public int port() {
        return postgres.getPort();
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + DATABASE;
    }

    public String userPassword() {
        return userPassword;
    }

    /** What {@code psql} takes to enter as superuser. */
    public String superuserUrl() {
        return "postgresql://" + SUPERUSER + ":" + URLEncoder.encode(superuserPassword, UTF_8) + "@127.0.0.1:" + port()
                + "/" + DATABASE;
    }

    public Connection connectAsSuperuser() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), SUPERUSER, superuserPassword);
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }

    /** Turns a new cluster, which trusts everybody, into one that asks everybody for a password. */
    private void prepare(Path data) throws IOException, SQLException {
        var maintenance = "jdbc:postgresql://127.0.0.1:" + port() + "/postgres";
        try (var connection = DriverManager.getConnection(maintenance, SUPERUSER, superuserPassword);
                var statement = connection.createStatement()) {
            statement.execute("alter role " + SUPERUSER + " password '" + superuserPassword + "'");
            statement.execute("create role " + USER + " login createrole replication password '" + userPassword + "'");
            statement.execute("create database " + DATABASE + " owner " + USER);
            Files.writeString(data.resolve("pg_hba.conf"), """
                    host all all 127.0.0.1/32 scram-sha-256
                    host replication all 127.0.0.1/32 scram-sha-256
                    """);
            statement.execute("select pg_reload_conf()");
        }
    }

    /** A launcher that was killed leaves its PostgreSQL behind, which holds the data directory. */
    private static void stopLeftover(Path data) throws IOException {
        var pidFile = data.resolve("postmaster.pid");
        if (Files.notExists(pidFile)) {
            return;
        }
        var pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
        var leftover = ProcessHandle.of(pid)
                .filter(process -> process.info().command().orElse("").contains("postgres"));
        if (leftover.isPresent()) {
            leftover.get().destroy();
            leftover.get()
                    .onExit()
                    .completeOnTimeout(leftover.get(), 20, TimeUnit.SECONDS)
                    .join();
        }
    }
}
