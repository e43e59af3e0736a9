package dev.belfry.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.domain.diagnosis.Topic;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** docs/check.md, "Topics". */
class TopicsTest {

    @Test
    void eachTopicIsDocumentedAndNoneTooMuch() {
        assertThat(Sources.firstColumn("check.md", "## Topics"))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Topic.values()).map(Topic::text).toList());
    }
}
