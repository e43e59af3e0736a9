package dev.belfry.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/errors.md, "In the log". */
class LogCodesTest {

    /** One call: its level, and the rest of it. */
    private static final Pattern CALL = Pattern.compile("LOG\\.log\\(\\s*Level\\.(\\w+),(.*?)\\)\\s*;", Pattern.DOTALL);

    private static final Pattern CODE = Pattern.compile("\"([A-Z][A-Za-z]+): ");

    @Test
    void eachCodeIsDocumentedAndNoneTooMuch() {
        var logged = Sources.find(CALL, ".java")
                .flatMap(call -> CODE.matcher(call.group(2)).results())
                .map(code -> code.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(Sources.firstColumn("errors.md", "## In the log")).containsExactlyInAnyOrderElementsOf(logged);
    }

    @Test
    void nothingThatAnOperatorReadsIsWithoutACode() {
        var calls = Sources.find(CALL, ".java").toList();

        assertThat(calls).hasSizeGreaterThan(50);
        assertThat(calls.stream()
                        .filter(call -> !List.of("DEBUG", "TRACE").contains(call.group(1)))
                        .map(call -> call.group(2))
                        .filter(message -> !CODE.matcher(message).find()))
                .isEmpty();
    }
}
