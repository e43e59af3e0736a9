package dev.belfry.realtime.rows;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an answer is written, by the header {@code Accept}.
 *
 * @param single one row, and no array around it
 * @param withoutNulls whether what is NULL is left out
 */
record Media(String type, boolean single, boolean withoutNulls) {

    private static final String OBJECT = "application/vnd.pgrst.object";
    private static final String ARRAY = "application/vnd.pgrst.array";

    static Media of(@Nullable String accept) {
        if (accept == null || accept.isBlank()) {
            return rows();
        }
        return Arrays.stream(accept.split(",", -1))
                .map(Media::known)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() ->
                        new RowsProblem(406, "PGRST107", "None of these media types are available: " + accept, null));
    }

    /** @throws RowsProblem if one row is wanted, and that is another number of them */
    void requireFitting(int count) {
        if (single && count != 1) {
            throw new RowsProblem(
                    406,
                    "PGRST116",
                    "Cannot coerce the result to a single JSON object",
                    "The result contains " + count + " rows");
        }
    }

    private static Media rows() {
        return new Media("application/json; charset=utf-8", false, false);
    }

    private static Optional<Media> known(String range) {
        var words = range.strip().toLowerCase(Locale.ROOT).split(";", -1);
        var withoutNulls = Arrays.stream(words).map(String::strip).anyMatch("nulls=stripped"::equals);
        return switch (words[0].strip()) {
            case "application/json", "application/*", "*/*" -> Optional.of(rows());
            case ARRAY, ARRAY + "+json" ->
                Optional.of(new Media(withoutNulls ? typed(ARRAY, true) : rows().type(), false, withoutNulls));
            case OBJECT, OBJECT + "+json" -> Optional.of(new Media(typed(OBJECT, withoutNulls), true, withoutNulls));
            default -> Optional.empty();
        };
    }

    private static String typed(String name, boolean withoutNulls) {
        return name + "+json" + (withoutNulls ? ";nulls=stripped" : "") + "; charset=utf-8";
    }
}
