package dev.belfry.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.access.TokenSigner;
import dev.belfry.domain.change.Json;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator downloads: that it runs, and that its application is replaced as docs/operations.md says. */
class PackagedServerIT {

    @TempDir
    private Path elsewhere;

    @Test
    void unpacksAndRunsAgainstADatabase() throws Exception {
        try (var packaged = PackagedServer.in(elsewhere)) {
            var server = packaged.start();
            try {
                assertThat(server.get("/health/ready")).contains("\"source\":\"wal\"");
                var config = Json.MAPPER.readTree(server.get("/config.json"));
                assertThat(config.path("dev").asBoolean(true)).isFalse();
                assertThat(config.path("anonKey").asString())
                        .isEqualTo(new TokenSigner(packaged.jwtSecret()).apiKey("anon"));
                assertThat(server.get("/")).contains("<div id=\"root\">");
            } finally {
                server.stop();
            }
        }
    }

    @Test
    void anotherApplicationInDropinsTakesThePlaceOfTheFirstAndAPageMissesNothing() throws Exception {
        try (var packaged = PackagedServer.in(elsewhere);
                var database = packaged.postgres().connectAsSuperuser();
                var writer = database.createStatement()) {
            var ear = intoDropins(packaged.configuration());
            var next = next(ear);
            var server = packaged.start();
            writer.execute(
                    "drop table if exists public.visits; create table public.visits (n int primary key);"
                            + "grant select on public.visits to anon; alter publication supabase_realtime add table public.visits");
            var key = new TokenSigner(packaged.jwtSecret()).apiKey("anon");
            try (var page = Page.open(server.url().toString(), key, "visitor", "visits", null)) {
                writer.execute("insert into public.visits values (1)");
                page.awaitRow(1);

                Files.move(next, ear, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                page.await("status CHANNEL_ERROR");
                writer.execute("insert into public.visits values (2)");
                page.awaitRow(2);

                assertThat(page.rows()).containsExactly(1L, 2L);
                assertThat(server.get("/release.txt")).isEqualTo("the next");
            } finally {
                server.stop();
            }
        }
    }

    private static Path intoDropins(Path configuration) throws IOException {
        Files.delete(configuration.resolve("application.xml"));
        var overrides = Files.createDirectories(configuration.resolve("configDropins/overrides"));
        Files.writeString(overrides.resolve("dropins.xml"), """
                <server>
                    <applicationMonitor updateTrigger="polled" pollingRate="1s"/>
                </server>
                """);
        return Files.move(configuration.resolve("apps/belfry.ear"), configuration.resolve("dropins/belfry.ear"));
    }

    /** The application with one file more. Its modules keep their date, as those of a reproducible build do. */
    private Path next(Path ear) throws IOException {
        var next = Files.copy(ear, elsewhere.resolve("next.ear"));
        var module = elsewhere.resolve("module.war");
        try (var application = FileSystems.newFileSystem(next)) {
            var inside = application.getPath("realtime-web.war");
            var date = Files.getLastModifiedTime(inside);
            Files.copy(inside, module);
            try (var files = FileSystems.newFileSystem(module)) {
                Files.writeString(files.getPath("release.txt"), "the next");
            }
            Files.copy(module, inside, StandardCopyOption.REPLACE_EXISTING);
            Files.setLastModifiedTime(inside, date);
        }
        return next;
    }
}
