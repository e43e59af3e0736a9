package dev.belfry.realtime.rows;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which of the rows that match.
 *
 * @param limit null for all of them
 */
record Page(int offset, @Nullable Integer limit) {

    static final Page ALL = new Page(0, null);

    private static final Pattern RANGE = Pattern.compile("(?:items=)?(\\d{1,9})-(\\d{1,9})?");

    Page from(String offset) {
        return new Page(number("offset", offset), limit);
    }

    Page atMost(String limit) {
        return new Page(offset, number("limit", limit));
    }

    /** No more than that many. */
    Page atMost(int most) {
        return limit != null && limit <= most ? this : new Page(offset, most);
    }

    /** What the header {@code Range: 0-9} leaves of it; one that is none is not there. */
    Page within(@Nullable String range) {
        var asked = RANGE.matcher(range == null ? "" : range.strip());
        if (!asked.matches()) {
            return this;
        }
        var first = Integer.parseInt(asked.group(1));
        if (asked.group(2) == null) {
            return new Page(Math.max(offset, first), limit);
        }
        var size = Integer.parseInt(asked.group(2)) - first + 1;
        if (size < 1) {
            throw notSatisfiable(
                    "The lower boundary must be lower than or equal to the upper boundary in the Range header.");
        }
        return new Page(Math.max(offset, first), limit == null ? size : Integer.valueOf(Math.min(limit, size)));
    }

    private static int number(String parameter, String value) {
        if (value.matches("-\\d+")) {
            throw notSatisfiable(parameter + " must be greater than or equal to zero, and is " + value);
        }
        if (!value.matches("\\d{1,9}")) {
            throw RowsProblem.badRequest("PGRST100", parameter + " must be a number, and is " + value);
        }
        return Integer.parseInt(value);
    }

    static RowsProblem notSatisfiable(String details) {
        return new RowsProblem(416, "PGRST103", "Requested range not satisfiable", details);
    }
}
