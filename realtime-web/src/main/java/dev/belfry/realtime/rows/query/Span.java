package dev.belfry.realtime.rows.query;

import dev.belfry.realtime.rows.problem.Problems;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which of the rows that match, in their order.
 *
 * @param limit null for all of them
 */
public record Span(long offset, @Nullable Long limit) {

    public static final Span ALL = new Span(0, null);

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");
    private static final Pattern RANGE = Pattern.compile("(?:items=)?(\\d{1,18})-(\\d{1,18})?");

    public boolean isAll() {
        return offset == 0 && limit == null;
    }

    Span from(String offset) {
        var number = number("offset", offset);
        return number < 0 ? this : new Span(number, limit);
    }

    Span atMost(String limit) {
        var number = number("limit", limit);
        if (number < 0) {
            throw Problems.range("Limit should be greater than or equal to zero.");
        }
        return new Span(offset, number);
    }

    /** No more than that many. */
    public Span capped(long most) {
        return limit != null && limit <= most ? this : new Span(offset, most);
    }

    /** What the header {@code Range: 0-9} leaves of it; one that is none is not there. */
    public Span within(@Nullable String range) {
        var asked = RANGE.matcher(range == null ? "" : range.strip());
        if (!asked.matches()) {
            return this;
        }
        var first = Math.max(offset, Long.parseLong(asked.group(1)));
        var behind = limit == null ? Long.MAX_VALUE : offset + limit;
        if (asked.group(2) != null) {
            behind = Math.min(behind, Long.parseLong(asked.group(2)) + 1);
        }
        if (behind <= first && !(limit != null && limit == 0)) {
            throw Problems.range(
                    "The lower boundary must be lower than or equal to the upper boundary in the Range header.");
        }
        return new Span(first, behind == Long.MAX_VALUE ? null : Long.valueOf(Math.max(0, behind - first)));
    }

    private static long number(String parameter, String value) {
        if (!NUMBER.matcher(value).matches()) {
            throw Problems.unreadable(parameter, value, 0, "expecting a whole number");
        }
        return Long.parseLong(value);
    }
}
