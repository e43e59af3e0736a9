package dev.belfry.it;

import dev.belfry.launch.LocalPostgres;
import dev.belfry.launch.LocalSecrets;
import dev.belfry.launch.ServerProcess;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Belfry as its launcher starts it, on ports of its own: started for the first test that asks, stopped after the last. */
public final class RunningServer implements AutoCloseable {

    private static final Path LIBERTY = Path.of("target/liberty/wlp").toAbsolutePath();
    private static final Path HOME = Path.of("target/it").toAbsolutePath();

    private final LocalPostgres postgres;
    private final ServerProcess server;

    private RunningServer(LocalPostgres postgres, ServerProcess server) {
        this.postgres = postgres;
        this.server = server;
    }

    static RunningServer start() throws IOException, SQLException, InterruptedException {
        var secrets = LocalSecrets.in(Files.createDirectories(HOME));
        var postgres = LocalPostgres.start(HOME, 0, secrets);
        var settings = Map.of(
                "BELFRY_DEV", "true",
                "BELFRY_JWT_SECRET", secrets.get("jwt.secret"),
                "BELFRY_KEYSTORE_PASSWORD", secrets.get("keystore.password"),
                "BELFRY_ADMIN_PASSWORD", secrets.get("admin.password"),
                "BELFRY_DATABASE_URL", postgres.jdbcUrl(),
                "BELFRY_DATABASE_USER", LocalPostgres.USER,
                "BELFRY_DATABASE_PASSWORD", postgres.userPassword(),
                "BELFRY_HTTP_PORT", freePort(),
                "BELFRY_HTTPS_PORT", freePort(),
                "WLP_LOGGING_CONSOLE_LOGLEVEL", "WARNING");
        var running = new RunningServer(
                postgres, ServerProcess.start(LIBERTY, HOME.resolve("server"), settings, Redirect.DISCARD));
        if (!running.server.awaitReady(Duration.ofMinutes(3))) {
            var log = Files.readString(running.server.log());
            running.close();
            throw new IllegalStateException("the server did not become ready:\n" + log);
        }
        return running;
    }

    public String url() {
        return server.url().toString();
    }

    public String get(String path) throws IOException, InterruptedException {
        return server.get(path);
    }

    public String log() throws IOException {
        return Files.readString(server.log());
    }

    @Override
    public void close() throws IOException {
        server.stop();
        postgres.close();
    }

    private static String freePort() throws IOException {
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
                server = start();
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
