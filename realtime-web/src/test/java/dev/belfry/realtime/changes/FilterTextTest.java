package dev.belfry.realtime.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterTextTest {

    @Test
    void anEmptyFilterHasNoConditions() throws UnusableBinding {
        assertThat(FilterText.parse("")).isEmpty();
        assertThat(FilterText.parse("  ")).isEmpty();
    }

    @Test
    void conditionsAreSeparatedByCommasOutsideQuotes() throws UnusableBinding {
        assertThat(FilterText.parse("title=eq.\"a,b\", status=eq.open"))
                .containsExactly(new FilterText("title", "eq", "a,b"), new FilterText("status", "eq", "open"));
    }

    @Test
    void quotesAreTakenOffAndEscapesResolved() throws UnusableBinding {
        assertThat(FilterText.parse("title=eq.\"say \\\"hi\\\"\"").getFirst().value())
                .isEqualTo("say \"hi\"");
    }

    @Test
    void aValueMayHoldDotsAndEqualsSigns() throws UnusableBinding {
        assertThat(FilterText.parse("title=eq.a.b=c").getFirst().value()).isEqualTo("a.b=c");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "title        | [\"title\"]",
                "title=foo.hey | [\"foo\", \"hey\"]",
                "a=eq.1,,b=eq.2 | filter must not contain empty segments (check for extra commas)"
            })
    void whatCannotBeReadIsTold(String filter, String what) {
        assertThatThrownBy(() -> FilterText.parse(filter.strip()))
                .isInstanceOf(UnusableBinding.class)
                .hasMessage("Error parsing `filter` params: " + what);
    }
}
