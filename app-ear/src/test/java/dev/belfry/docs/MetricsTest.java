package dev.belfry.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/operations.md, "Metrics". */
class MetricsTest {

    private static final Pattern NAME =
            Pattern.compile("(?:name = |(?:gauge|bytes|metadata|withName)\\()\\s*\"(belfry_[a-z_]+)\"");

    @Test
    void eachMetricIsDocumentedAndNoneTooMuch() {
        var registered =
                Sources.find(NAME, ".java").map(name -> name.group(1)).collect(Collectors.toCollection(TreeSet::new));

        assertThat(registered).contains("belfry_sockets", "belfry_voice_sessions");
        assertThat(Sources.firstColumn("operations.md", "## Metrics")).containsExactlyInAnyOrderElementsOf(registered);
    }
}
