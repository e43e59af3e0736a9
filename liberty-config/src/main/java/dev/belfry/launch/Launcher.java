package dev.belfry.launch;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs Belfry in the foreground for development: {@code Launcher <wlp directory> <data directory>}.
 *
 * <p>Unless {@code BELFRY_DATABASE_URL} names a database, a PostgreSQL is started beside the server and stopped after it.
 * Whatever ends this process (Ctrl-C, a signal, the server's own end) ends both, the server first.
 */
public final class Launcher {

    private static final PrintStream OUT = System.out;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Path liberty;
    private final Path home;
    private final Map<String, String> environment = System.getenv();
    private volatile @Nullable LocalPostgres postgres;
    private volatile @Nullable ServerProcess server;

    private Launcher(Path liberty, Path home) {
        this.liberty = liberty;
        this.home = home;
    }

    public static void main(String[] arguments) throws Exception {
        var launcher = new Launcher(
                Path.of(arguments[0]).toAbsolutePath(), Path.of(arguments[1]).toAbsolutePath());
        Runtime.getRuntime().addShutdownHook(new Thread(launcher::stop, "stop"));
        System.exit(launcher.run());
    }

    private int run() throws IOException, SQLException, InterruptedException {
        var secrets = LocalSecrets.in(Files.createDirectories(home));
        var settings = new HashMap<String, String>();
        settings.put("BELFRY_DEV", "true");
        settings.put("BELFRY_JWT_SECRET", secrets.get("jwt.secret"));
        settings.put("BELFRY_KEYSTORE_PASSWORD", secrets.get("keystore.password"));
        settings.put("BELFRY_ADMIN_PASSWORD", secrets.get("admin.password"));
        settings.put("WLP_LOGGING_CONSOLE_LOGLEVEL", "WARNING");
        if (!isSet("BELFRY_DATABASE_URL")) {
            settings.putAll(startPostgres(secrets));
        }
        environment.forEach((name, value) -> {
            if (name.startsWith("BELFRY_") && !value.isBlank()) {
                settings.put(name, value);
            }
        });

        var started = ServerProcess.start(liberty, home.resolve("server"), settings, Redirect.INHERIT);
        server = started;
        if (!started.awaitReady(PATIENCE)) {
            OUT.println("Belfry did not become ready. Its log: " + started.log());
            return 1;
        }
        OUT.println(welcome(started, settings));
        return started.waitFor();
    }

    private Map<String, String> startPostgres(LocalSecrets secrets) throws IOException, SQLException {
        var port = Integer.parseInt(environment.getOrDefault("BELFRY_EMBEDDED_PORT", "15432"));
        var started = LocalPostgres.start(home, port, secrets);
        postgres = started;
        LocalSecrets.writePrivately(home.resolve("postgres.url"), started.superuserUrl() + "\n");
        return Map.of(
                "BELFRY_DATABASE_URL", started.jdbcUrl(),
                "BELFRY_DATABASE_USER", LocalPostgres.USER,
                "BELFRY_DATABASE_PASSWORD", started.userPassword());
    }

    private boolean isSet(String name) {
        return !environment.getOrDefault(name, "").isBlank();
    }

    private String welcome(ServerProcess started, Map<String, String> settings)
            throws IOException, InterruptedException {
        var config = started.get("/config.json");
        var anonKey = Pattern.compile("\"anonKey\":\"([^\"]+)\"").matcher(config);
        var https = settings.getOrDefault("BELFRY_HTTPS_PORT", "9443");
        var signIn = config.contains("\"demo\":true")
                ? "\n  Sign in       ada@belfry.dev, ben@belfry.dev, cai@belfry.dev (admin); password: belfry"
                : "";
        return """

                Belfry is running.

                  Portal        %s%s
                  supabase-js   createClient('%s', '<anon key>')
                  Anon key      %s
                  Database      %s
                  Admin Center  https://localhost:%s/adminCenter  (%s / %s)
                  Log           %s

                  Stop with Ctrl-C.
                """.formatted(
                        started.url(),
                        signIn,
                        started.url(),
                        anonKey.find() ? anonKey.group(1) : "see /config.json",
                        postgres == null
                                ? settings.get("BELFRY_DATABASE_URL")
                                : "psql \"$(cat " + shown(home.resolve("postgres.url")) + ")\"",
                        https,
                        settings.getOrDefault("BELFRY_ADMIN_USER", "admin"),
                        settings.get("BELFRY_ADMIN_PASSWORD"),
                        shown(started.log()));
    }

    private static Path shown(Path path) {
        var here = Path.of("").toAbsolutePath();
        return path.startsWith(here) ? here.relativize(path) : path;
    }

    /** Runs once, as the shutdown hook. */
    private void stop() {
        if (server != null && server.isAlive()) {
            OUT.println("Stopping Belfry …");
            server.stop();
        }
        if (postgres != null) {
            try {
                postgres.close();
            } catch (IOException e) {
                OUT.println("PostgreSQL could not be stopped: " + e.getMessage());
            }
        }
    }
}
