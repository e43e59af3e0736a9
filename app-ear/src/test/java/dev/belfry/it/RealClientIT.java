package dev.belfry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs the tests of src/test/js: the real supabase-js, and a real Chromium with the portal in two windows. */
@ExtendWith(RunningServer.Extension.class)
class RealClientIT {

    private static final Path TESTS = Path.of("src/test/js");

    /** Chromium is unpacked here: the machine's own folder may hold one that somebody else unpacked. */
    @TempDir
    static Path scratch = Path.of("");

    private final RunningServer server;

    RealClientIT(RunningServer server) {
        this.server = server;
    }

    @BeforeAll
    static void install(RunningServer server) throws IOException, InterruptedException, SQLException {
        assertThat(exitCode(new ProcessBuilder("npm", "ci"))).isZero();
        PrivateChannels.prepare(server);
    }

    @Test
    void supabaseJsHearsChangesAndWritesRows() throws IOException, InterruptedException {
        assertThat(node("supabase.test.mjs")).isZero();
    }

    @Test
    void everyMethodForRowsDoesWhatItSaysOrIsRefused() throws IOException, InterruptedException {
        assertThat(node("rows.test.mjs")).isZero();
    }

    @Test
    void theRestOfAStackIsAnsweredOrSaysWhoServesIt() throws IOException, InterruptedException {
        var keys = Map.of("BELFRY_SERVICE_KEY", server.signer().apiKey("service_role"));

        assertThat(node("stack.test.mjs", keys)).isZero();
    }

    @Test
    void everyMethodOfTheRealtimeClientWorksInNodeAndInChromium() throws IOException, InterruptedException {
        assertThat(node("realtime.test.mjs")).isZero();
    }

    @Test
    void thePortalInTwoWindowsShowsWhatTheOtherDoes() throws IOException, InterruptedException {
        assertThat(node("portal.test.mjs")).isZero();
    }

    @Test
    void everyPageOfThePortalIsLiveInTwoWindowsAndCanBeUsedByEverybody() throws IOException, InterruptedException {
        assertThat(node("pages.test.mjs")).isZero();
    }

    @Test
    void everyHookComesBackByItselfAndHasMissedNothing() throws IOException, InterruptedException {
        assertThat(node("reconnect.test.mjs")).isZero();
    }

    @Test
    void theInspectorShowsEveryFrame() throws IOException, InterruptedException {
        assertThat(node("inspector.test.mjs")).isZero();
    }

    /** The second sentence is spoken into the answer to the first. */
    @Test
    @DisabledOnOs(value = OS.LINUX, architectures = "aarch64", disabledReason = "Vosk has no library for it")
    void thePortalUnderstandsWhatIsSpokenAndAnswersAloud() throws IOException, InterruptedException {
        var microphone = Microphone.write(
                scratch.resolve("microphone.wav"), List.of("what can you do", "how many challenges are open"), 5000);

        assertThat(node("voice.test.mjs", Map.of("BELFRY_MICROPHONE", microphone.toString())))
                .isZero();
    }

    private int node(String file) throws IOException, InterruptedException {
        return node(file, Map.of());
    }

    private int node(String file, Map<String, String> more) throws IOException, InterruptedException {
        var command = new ProcessBuilder(List.of("node", "--test", "--test-reporter=spec", file));
        command.environment().putAll(more);
        command.environment().put("BELFRY_URL", server.url());
        command.environment().put("TMPDIR", scratch.toString());
        return exitCode(command);
    }

    private static int exitCode(ProcessBuilder command) throws IOException, InterruptedException {
        var process =
                command.directory(TESTS.toFile()).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try (var output = process.inputReader()) {
            output.lines().forEach(line -> System.out.println(line));
        }
        return process.waitFor();
    }
}
