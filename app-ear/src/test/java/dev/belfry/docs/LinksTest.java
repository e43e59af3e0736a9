package dev.belfry.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** README.md and docs/*.md: what they link to is there, down to the heading. */
class LinksTest {

    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#\\s]*)(?:#([^)\\s]+))?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

    @ParameterizedTest
    @MethodSource("dev.belfry.docs.Sources#pages")
    void leadSomewhere(Path page) {
        var text = Sources.read(page);

        assertThat(LINK.matcher(text).results()).allSatisfy(link -> {
            var target = link.group(1).isEmpty()
                    ? page
                    : Objects.requireNonNull(page.getParent()).resolve(link.group(1));
            assertThat(Files.exists(target)).as(link.group()).isTrue();
            if (link.group(2) != null) {
                assertThat(HEADING.matcher(Sources.read(target)).results())
                        .as(link.group())
                        .anyMatch(heading -> anchor(heading.group(1)).equals(link.group(2)));
            }
        });
    }

    /** As code hosts make it of a heading. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} -]", "")
                .replace(' ', '-');
    }
}
