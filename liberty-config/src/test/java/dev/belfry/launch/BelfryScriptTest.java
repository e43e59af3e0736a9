package dev.belfry.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the script says before it builds anything. */
class BelfryScriptTest {

    private record Said(int exitCode, String out, String err) {}

    private static Said belfry(String... arguments) throws IOException, InterruptedException {
        var command = new java.util.ArrayList<>(java.util.List.of("bash", "belfry"));
        command.addAll(java.util.List.of(arguments));
        var process = new ProcessBuilder(command).start();
        process.getOutputStream().close();
        var out = new String(process.getInputStream().readAllBytes(), UTF_8);
        var err = new String(process.getErrorStream().readAllBytes(), UTF_8);
        return new Said(process.waitFor(), out, err);
    }

    @ParameterizedTest
    @CsvSource({
        "hepl,  there is no command hepl; did you mean help?",
        "chek,  there is no command chek; did you mean check?",
        "tokne, there is no command tokne; did you mean token?",
        "strat, there is no command strat; there are run check token test bench help."
    })
    void anUnknownCommandIsRefusedWithTheNearest(String command, String said) throws Exception {
        var answer = belfry(command);

        assertThat(answer.exitCode()).isEqualTo(64);
        assertThat(answer.err()).isEqualTo("belfry: " + said + "\n");
        assertThat(answer.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "test"})
    void commandsWithoutArgumentsRefuseThem(String command) throws Exception {
        var answer = belfry(command, "--fast");

        assertThat(answer.exitCode()).isEqualTo(64);
        assertThat(answer.err()).startsWith("belfry: " + command + " takes no arguments");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "check", "token", "test", "bench", "help"})
    void everyCommandHasItsHelp(String command) throws Exception {
        var answer = belfry("help", command);

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.out()).startsWith("usage: liberty-config/belfry " + command);
        assertThat(belfry(command, "--help").out()).isEqualTo(answer.out());
        assertThat(belfry(command, "-h").out()).isEqualTo(answer.out());
        assertThat(belfry("help").out()).contains("\n  " + command + " ");
    }

    @Test
    void helpComesByEveryNameAndBesideAnEmptyCall() throws Exception {
        var help = belfry("help");

        assertThat(help.exitCode()).isZero();
        assertThat(belfry("--help")).isEqualTo(help);
        assertThat(belfry("-h")).isEqualTo(help);
        assertThat(belfry()).isEqualTo(new Said(64, "", help.out()));
        assertThat(belfry("help", "chekc").err()).contains("did you mean check?");
    }

    @Test
    void theHelpOfATokenHasEveryOption() throws Exception {
        assertThat(belfry("help", "token").out()).contains(TokenCommand.OPTIONS);
    }
}
