package dev.belfry.it;

import dev.belfry.domain.access.TokenSigner;
import dev.belfry.launch.LocalPostgres;
import dev.belfry.launch.LocalSecrets;
import dev.belfry.launch.ServerProcess;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Belfry as its launcher starts it, on ports of its own: started for the first test that asks, stopped after the last. */
public final class RunningServer implements AutoCloseable {

    private static final Path LIBERTY = Path.of("target/liberty/wlp").toAbsolutePath();
    private static final Path TARGET = Path.of("target").toAbsolutePath();

    private final Path home;
    private final LocalSecrets secrets;
    private final Map<String, String> settings;
    private LocalPostgres postgres;
    private ServerProcess server;
    private final HealthProbe probe;

    private RunningServer(
            Path home,
            LocalSecrets secrets,
            Map<String, String> settings,
            LocalPostgres postgres,
            ServerProcess server) {
        this.home = home;
        this.secrets = secrets;
        this.settings = settings;
        this.postgres = postgres;
        this.server = server;
        this.probe = new HealthProbe(server.url().toString());
    }

    /**
     * @param name of the folder that it keeps its things in
     * @param special settings besides those that every server needs
     */
    public static RunningServer start(String name, Map<String, String> special)
            throws IOException, SQLException, InterruptedException {
        return start(name, special, "");
    }

    /** @param prepared what stands in the database before the server comes to it, as its superuser says it */
    static RunningServer start(String name, Map<String, String> special, String prepared)
            throws IOException, SQLException, InterruptedException {
        var home = Files.createDirectories(TARGET.resolve(name));
        var secrets = LocalSecrets.in(home);
        var postgres = LocalPostgres.start(home, 0, secrets);
        try (var connection = postgres.connectAsSuperuser();
                var statement = connection.createStatement()) {
            statement.execute(prepared);
        }
        var settings = new HashMap<>(Map.of(
                "BELFRY_DEV", "true",
                "BELFRY_JWT_SECRET", secrets.get("jwt.secret"),
                "BELFRY_KEYSTORE_PASSWORD", secrets.get("keystore.password"),
                "BELFRY_ADMIN_PASSWORD", secrets.get("admin.password"),
                "BELFRY_DATABASE_URL", postgres.jdbcUrl(),
                "BELFRY_DATABASE_USER", LocalPostgres.USER,
                "BELFRY_DATABASE_PASSWORD", postgres.userPassword(),
                "BELFRY_HTTP_PORT", freePort(),
                "BELFRY_HTTPS_PORT", freePort(),
                "WLP_LOGGING_CONSOLE_LOGLEVEL", "WARNING"));
        settings.put("BELFRY_TX_ROLLBACK", "true"); // for tests that leave nothing behind
        settings.putAll(special);
        var running = new RunningServer(home, secrets, settings, postgres, process(home, settings));
        running.awaitReady();
        return running;
    }

    private static ServerProcess process(Path home, Map<String, String> settings) throws IOException {
        return ServerProcess.start(LIBERTY, home.resolve("server"), settings, Redirect.DISCARD);
    }

    private void awaitReady() throws IOException, InterruptedException {
        if (!server.awaitReady(Duration.ofMinutes(3))) {
            var log = Files.readString(server.log());
            close();
            throw new IllegalStateException("the server did not become ready:\n" + log);
        }
    }

    /** Ends the server without a word. */
    void kill() throws InterruptedException {
        server.kill();
    }

    /** Starts the server again where it was. */
    public void startAgain() throws IOException, InterruptedException {
        server = process(home, settings);
        awaitReady();
    }

    /** Stops PostgreSQL, which ends every connection, and starts it again where it was. */
    void restartPostgres() throws IOException, SQLException {
        var port = postgres.port();
        postgres.close();
        postgres = LocalPostgres.start(home, port, secrets);
    }

    /** As the superuser of the database. */
    public Connection connectToDatabase() throws SQLException {
        return postgres.connectAsSuperuser();
    }

    public String url() {
        return server.url().toString();
    }

    public String get(String path) throws IOException, InterruptedException {
        return server.get(path);
    }

    /** Signs what this server believes. */
    public TokenSigner signer() {
        return new TokenSigner(Objects.requireNonNull(settings.get("BELFRY_JWT_SECRET")));
    }

    /** Of the Java process. */
    public long pid() {
        return processes()
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .findFirst()
                .orElseThrow()
                .pid();
    }

    /** The processor time that the server has taken since its start. */
    public Duration processorTime() {
        return processes()
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** The server, and the shell that may stand before it. */
    private Stream<ProcessHandle> processes() {
        return ProcessHandle.of(server.pid())
                .map(shell -> Stream.concat(Stream.of(shell), shell.descendants()))
                .orElse(Stream.empty());
    }

    /** Stops the server alone; its database goes with {@link #close}. */
    public void stop() {
        server.stop();
    }

    public String log() throws IOException {
        return Files.readString(server.log());
    }

    /** Whether any of its files says that: the log, and those of failures that Liberty writes beside it. */
    boolean hasLogged(String text) throws IOException {
        try (var files = Files.walk(Objects.requireNonNull(server.log().getParent()))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file).contains(text)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        probe.close();
        server.stop();
        postgres.close();
    }

    static String freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return Integer.toString(socket.getLocalPort());
        }
    }

    /** Gives tests the one server as a parameter. */
    public static final class Extension implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == RunningServer.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(RunningServer.class))
                    .getOrComputeIfAbsent(Kept.class, key -> new Kept(), Kept.class)
                    .server;
        }
    }

    private static final class Kept implements AutoCloseable {

        private final RunningServer server;

        Kept() {
            try {
                server = start("it", Map.of());
            } catch (IOException | SQLException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
