package dev.belfry.it;

import dev.belfry.launch.LocalPostgres;
import dev.belfry.launch.LocalSecrets;
import dev.belfry.launch.ServerProcess;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/** What an operator downloads, unpacked somewhere, with a database of its own and its secrets in files. */
final class PackagedServer implements AutoCloseable {

    private static final Path TARGET = Path.of("target").toAbsolutePath();

    private final Path directory;
    private final LocalSecrets secrets;
    private final LocalPostgres postgres;

    private PackagedServer(Path directory, LocalSecrets secrets, LocalPostgres postgres) {
        this.directory = directory;
        this.secrets = secrets;
        this.postgres = postgres;
    }

    /** @param directory that is empty */
    static PackagedServer in(Path directory) throws IOException, SQLException {
        unpack(directory);
        var home = Files.createDirectories(TARGET.resolve("packaged"));
        var secrets = LocalSecrets.in(home);
        var files = Files.createDirectory(directory.resolve("secrets"));
        var postgres = LocalPostgres.start(home, 0, secrets);
        Files.writeString(files.resolve("BELFRY_DATABASE_PASSWORD"), postgres.userPassword());
        Files.writeString(files.resolve("BELFRY_JWT_SECRET"), secrets.get("jwt.secret"));
        Files.writeString(files.resolve("BELFRY_KEYSTORE_PASSWORD"), secrets.get("keystore.password"));
        return new PackagedServer(directory, secrets, postgres);
    }

    /** The folder of {@code server.xml}. */
    Path configuration() {
        return directory.resolve("belfry/usr/servers/belfry");
    }

    String jwtSecret() throws IOException {
        return secrets.get("jwt.secret");
    }

    LocalPostgres postgres() {
        return postgres;
    }

    /** Returns when it is ready. */
    ServerProcess start() throws IOException, InterruptedException {
        var server = ServerProcess.start(
                directory.resolve("belfry"),
                directory.resolve("output"),
                Map.of(
                        "BELFRY_DATABASE_URL", postgres.jdbcUrl(),
                        "BELFRY_DATABASE_USER", LocalPostgres.USER,
                        "BELFRY_HTTP_PORT", RunningServer.freePort(),
                        "BELFRY_HTTPS_PORT", RunningServer.freePort(),
                        "VARIABLE_SOURCE_DIRS", directory.resolve("secrets").toString()),
                Redirect.DISCARD);
        if (!server.awaitReady(Duration.ofMinutes(3))) {
            var log = Files.readString(server.log());
            server.stop();
            throw new IllegalStateException("the server did not become ready:\n" + log);
        }
        return server;
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }

    /** As unzip does, which gives the files the rights that they have in the archive. */
    private static void unpack(Path directory) throws IOException {
        try (var targets = Files.list(TARGET)) {
            var zip = targets.filter(file -> file.getFileName().toString().matches("belfry-.*\\.zip"))
                    .findFirst()
                    .orElseThrow();
            try (var archive = FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", true))) {
                unpack(archive, directory);
            }
        }
    }

    private static void unpack(FileSystem archive, Path directory) throws IOException {
        try (var files = Files.walk(archive.getPath("/"))) {
            for (var file : (Iterable<Path>) files::iterator) {
                var to = directory.resolve(file.toString().substring(1));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                    Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(file));
                }
            }
        }
    }
}
