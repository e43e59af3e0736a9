package dev.belfry.realtime.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.realtime.changes.FilterText.All;
import dev.belfry.realtime.changes.FilterText.Any;
import dev.belfry.realtime.changes.FilterText.Condition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterTextTest {

    @Test
    void anEmptyFilterHasNoConditions() throws UnusableBinding {
        assertThat(FilterText.parse("").parts()).isEmpty();
        assertThat(FilterText.parse("  ").parts()).isEmpty();
    }

    @Test
    void conditionsAreSeparatedByCommasOutsideQuotesAndParentheses() throws UnusableBinding {
        assertThat(FilterText.parse("title=eq.\"a,b\", status=not.in.(\"a,b\",c)")
                        .parts())
                .containsExactly(
                        new Condition("title", false, "eq", "a,b"), new Condition("status", true, "in", "\"a,b\",c"));
    }

    @Test
    void quotesAreTakenOffAndEscapesResolved() throws UnusableBinding {
        assertThat(FilterText.parse("title=eq.\"say \\\"hi\\\"\"").parts())
                .containsExactly(new Condition("title", false, "eq", "say \"hi\""));
    }

    @Test
    void aValueMayHoldDotsAndEqualsSignsAndAQuoteThatIsNotClosed() throws UnusableBinding {
        assertThat(FilterText.parse("title=eq.a.b=c").parts())
                .containsExactly(new Condition("title", false, "eq", "a.b=c"));
        assertThat(FilterText.parse("title=eq.\"open").parts())
                .containsExactly(new Condition("title", false, "eq", "\"open"));
    }

    @Test
    void conditionsMayBeChosenFrom() throws UnusableBinding {
        assertThat(FilterText.parse("or(a.eq.1,and(b.gt.2,c.not.is.null)),d=lt.3")
                        .parts())
                .containsExactly(
                        new Any(List.of(
                                new Condition("a", false, "eq", "1"),
                                new All(List.of(
                                        new Condition("b", false, "gt", "2"),
                                        new Condition("c", true, "is", "null"))))),
                        new Condition("d", false, "lt", "3"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "title        | [\"title\"]",
                "title=foo.hey | [\"foo\", \"hey\"]",
                "title=undefined | [\"undefined\"]",
                "title=not.foo.hey | [\"foo\", \"hey\"]",
                "title=EQ.hey | [\"EQ\", \"hey\"]",
                "a=eq.1,,b=eq.2 | filter must not contain empty segments (check for extra commas)",
                "a=in.1 | `in` filter value must be wrapped by parentheses",
                "or(a.eq.1 | [\"or(a.eq.1\"]",
                "or(a) | [\"a\"]"
            })
    void whatCannotBeReadIsTold(String filter, String what) {
        assertThatThrownBy(() -> FilterText.parse(filter.strip()))
                .isInstanceOf(UnusableBinding.class)
                .hasMessage("Error parsing `filter` params: " + what);
    }
}
