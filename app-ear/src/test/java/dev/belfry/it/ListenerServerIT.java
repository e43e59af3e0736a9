package dev.belfry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A server that hears its own writes only, by choice: the real client finds no difference in them. */
class ListenerServerIT {

    @Test
    void theRealClientHearsWhatTheApplicationWrites() throws Exception {
        try (var server = RunningServer.start("listener", Map.of("BELFRY_CHANGES_SOURCE", "listener"))) {
            assertThat(server.get("/config.json")).contains("\"changes\":\"listener\"");
            assertThat(server.get("/health/ready"))
                    .contains("\"source\":\"listener\"", "\"why\":\"BELFRY_CHANGES_SOURCE says so\"");
            assertThat(server.log()).contains("which hears what this application writes and not SQL written by others");

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
    }
}
