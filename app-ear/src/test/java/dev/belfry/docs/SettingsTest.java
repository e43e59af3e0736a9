package dev.belfry.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/settings.md. */
class SettingsTest {

    private static final Pattern IN_CODE = Pattern.compile("\"(BELFRY_[A-Z_]*[A-Z])\"");
    private static final Pattern IN_CONFIGURATION = Pattern.compile("\\$\\{(BELFRY_[A-Z_]+)}");
    /** Names of limits are put together: a beginning that stands once in a file, and an end where each is read. */
    private static final Pattern BEGINNING = Pattern.compile("\"(BELFRY_[A-Z_]+_)\" \\+ name");

    private static final Pattern END = Pattern.compile("(?:limit|seconds)\\(\\s*reader,\\s*\"([A-Z_]+)\"");

    @Test
    void eachSettingIsDocumentedAndNoneTooMuch() {
        var read = Stream.of(names(IN_CODE, ".java"), names(IN_CONFIGURATION, ".xml"), limits())
                .flatMap(Set::stream)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(read)
                .contains("BELFRY_DEV", "BELFRY_HTTP_PORT", "BELFRY_LIMITS_CHANNELS", "BELFRY_LIMITS_VOICE_MINUTES");
        assertThat(Sources.firstColumn("settings.md", "# Settings")).containsExactlyInAnyOrderElementsOf(read);
    }

    private static Set<String> names(Pattern pattern, String ending) {
        return Sources.find(pattern, ending).map(name -> name.group(1)).collect(Collectors.toSet());
    }

    private static Set<String> limits() {
        return Sources.withEnding(".java").values().stream()
                .flatMap(text -> BEGINNING
                        .matcher(text)
                        .results()
                        .flatMap(
                                beginning -> END.matcher(text).results().map(end -> beginning.group(1) + end.group(1))))
                .collect(Collectors.toSet());
    }
}
