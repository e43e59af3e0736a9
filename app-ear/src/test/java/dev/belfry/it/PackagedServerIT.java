package dev.belfry.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.access.TokenSigner;
import dev.belfry.domain.change.Json;
import dev.belfry.launch.LocalPostgres;
import dev.belfry.launch.LocalSecrets;
import dev.belfry.launch.ServerProcess;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator downloads: unpacked somewhere, with a database of its own and secrets in files. */
class PackagedServerIT {

    private static final Path TARGET = Path.of("target").toAbsolutePath();

    @TempDir
    private Path elsewhere;

    @Test
    void unpacksAndRunsAgainstADatabase() throws Exception {
        unpack();
        var home = Files.createDirectories(TARGET.resolve("packaged"));
        var secrets = LocalSecrets.in(home);
        try (var postgres = LocalPostgres.start(home, 0, secrets)) {
            var files = Files.createDirectory(elsewhere.resolve("secrets"));
            Files.writeString(files.resolve("BELFRY_DATABASE_PASSWORD"), postgres.userPassword());
            Files.writeString(files.resolve("BELFRY_JWT_SECRET"), secrets.get("jwt.secret"));
            Files.writeString(files.resolve("BELFRY_KEYSTORE_PASSWORD"), secrets.get("keystore.password"));
            var server = ServerProcess.start(
                    elsewhere.resolve("belfry"),
                    elsewhere.resolve("output"),
                    Map.of(
                            "BELFRY_DATABASE_URL", postgres.jdbcUrl(),
                            "BELFRY_DATABASE_USER", LocalPostgres.USER,
                            "BELFRY_HTTP_PORT", RunningServer.freePort(),
                            "BELFRY_HTTPS_PORT", RunningServer.freePort(),
                            "VARIABLE_SOURCE_DIRS", files.toString()),
                    Redirect.DISCARD);
            try {
                assertThat(server.awaitReady(Duration.ofMinutes(3)))
                        .as(() -> logOf(server))
                        .isTrue();

                assertThat(server.get("/health/ready")).contains("\"source\":\"wal\"");
                var config = Json.MAPPER.readTree(server.get("/config.json"));
                assertThat(config.path("dev").asBoolean(true)).isFalse();
                assertThat(config.path("anonKey").asString())
                        .isEqualTo(new TokenSigner(secrets.get("jwt.secret")).apiKey("anon"));
                assertThat(server.get("/")).contains("<div id=\"root\">");
            } finally {
                server.stop();
            }
        }
    }

    private static String logOf(ServerProcess server) {
        try {
            return Files.readString(server.log());
        } catch (IOException e) {
            return "there is no log: " + e;
        }
    }

    /** As unzip does, which gives the files the rights that they have in the archive. */
    private void unpack() throws IOException {
        try (var targets = Files.list(TARGET)) {
            var zip = targets.filter(file -> file.getFileName().toString().matches("belfry-.*\\.zip"))
                    .findFirst()
                    .orElseThrow();
            try (var archive = FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", true))) {
                unpack(archive);
            }
        }
    }

    private void unpack(FileSystem archive) throws IOException {
        try (var files = Files.walk(archive.getPath("/"))) {
            for (var file : (Iterable<Path>) files::iterator) {
                var to = elsewhere.resolve(file.toString().substring(1));
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
