package dev.belfry.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {

    private static CommandLine of(String... arguments) throws WrongUsage {
        return CommandLine.of(List.of(arguments), Set.of("--json"), Set.of("--role", "--claim"));
    }

    @Test
    void optionsAndOperandsMayComeInAnyOrder() throws WrongUsage {
        var line = of("first", "--role", "anon", "--json", "second", "--claim=a=1", "--claim", "b=2", "--", "--third");

        assertThat(line.operands()).containsExactly("first", "second", "--third");
        assertThat(line.has("--json")).isTrue();
        assertThat(line.one("--role")).contains("anon");
        assertThat(line.all("--claim")).containsExactly("a=1", "b=2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--jason     | there is no option --jason; did you mean --json?",
                "--rle=anon  | there is no option --rle; did you mean --role?",
                "--xyzzyxyzz | there is no option --xyzzyxyzz; there are --claim, --json, --role.",
                "-j          | there is no option -j; there are --claim, --json, --role.",
                "--role      | --role needs a value.",
                "--json=yes  | --json takes no value."
            })
    void whatIsNotKnownIsRefusedWithTheNearest(String argument, String said) {
        assertThatThrownBy(() -> of(argument)).isInstanceOf(WrongUsage.class).hasMessage(said);
    }

    @Test
    void oneIsOne() throws WrongUsage {
        var line = of("--role", "a", "--role", "b");

        assertThatThrownBy(() -> line.one("--role")).hasMessage("--role is given more than once.");
    }
}
