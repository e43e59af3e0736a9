package dev.belfry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** A server that hears its own writes only, by choice: the real client finds no difference in them. */
@TestInstance(Lifecycle.PER_CLASS)
class ListenerServerIT {

    private final RunningServer server;

    ListenerServerIT() throws Exception {
        server = RunningServer.start("listener", Map.of("BELFRY_CHANGES_SOURCE", "listener"));
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @BeforeAll
    void itSaysWhatItHears() throws Exception {
        assertThat(server.get("/config.json")).contains("\"changes\":\"listener\"");
        assertThat(server.get("/health/ready"))
                .contains("\"source\":\"listener\"", "\"why\":\"BELFRY_CHANGES_SOURCE says so\"");
        assertThat(server.log()).contains("which hears what this application writes and not SQL written by others");
    }

    @Test
    void theRealClientHearsWhatTheApplicationWrites() throws Exception {
        var command = new ProcessBuilder(List.of("node", "--test", "--test-reporter=spec", "supabase.test.mjs"))
                .directory(Path.of("src/test/js").toFile())
                .redirectErrorStream(true);
        command.environment().put("BELFRY_URL", server.url());
        var process = command.start();
        process.getOutputStream().close();
        try (var output = process.inputReader()) {
            output.lines().forEach(line -> System.out.println(line));
        }
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void aRowThatSomebodyElseWroteIsSaidNotToBeHeard() throws Exception {
        var id = UUID.randomUUID();
        try (var connection = server.connectToDatabase();
                var statement = connection.createStatement()) {
            statement.execute(
                    "insert into public.challenges (id, title, status, created_at, updated_at, version) values ('" + id
                            + "', 'By hand', 'open', now(), now(), 1)");
        }

        var request = HttpRequest.newBuilder(URI.create(server.url() + "/realtime/v1/api/changes/explain"))
                .header("apikey", server.signer().apiKey("anon"))
                .POST(BodyPublishers.ofString("{\"table\":\"challenges\",\"key\":{\"id\":\"" + id + "\"}}"))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            assertThat(client.send(request, BodyHandlers.ofString()).body())
                    .contains(
                            "\"reason\":\"no_change_known\"", "the entity listener, which hears this application only");
        }
    }
}
