package dev.belfry.realtime.rows;

import dev.belfry.realtime.rows.problem.Problems;
import dev.belfry.realtime.rows.sql.Format;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How an answer is written, by the header {@code Accept} (RFC 9110 §12.5.1).
 *
 * @param type the answer's {@code Content-Type}
 * @param plan the options of an explanation that is wanted instead of rows; null for rows
 */
record Media(String type, Format format, @Nullable List<String> plan) {

    static final String CHARSET = "; charset=utf-8";
    static final String JSON = "application/json" + CHARSET;
    private static final String OBJECT = "application/vnd.pgrst.object";
    private static final String ARRAY = "application/vnd.pgrst.array";
    private static final String PLAN = "application/vnd.pgrst.plan";
    private static final List<String> PLAN_OPTIONS = List.of("analyze", "verbose", "settings", "buffers", "wal");

    /** @param explains whether plans are given to this caller at all */
    static Media of(@Nullable String accept, boolean explains) {
        if (accept == null || accept.isBlank()) {
            return json();
        }
        var ranges = separated(accept, ',').stream()
                .map(Range::parse)
                .sorted(Comparator.comparingDouble(range -> -range.weight()))
                .toList();
        return ranges.stream()
                .map(range -> known(range, explains))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(
                        () -> Problems.media(ranges.stream().map(Range::shown).collect(Collectors.joining(", "))));
    }

    /** What stands between the separators, of which those in double quotes are none. */
    private static List<String> separated(String text, char separator) {
        var parts = new ArrayList<String>();
        var isQuoted = false;
        var from = 0;
        for (var at = 0; at < text.length(); at++) {
            if (text.charAt(at) == '"') {
                isQuoted = !isQuoted;
            } else if (text.charAt(at) == separator && !isQuoted) {
                parts.add(text.substring(from, at));
                from = at + 1;
            }
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static Media json() {
        return new Media(JSON, Format.ARRAY, null);
    }

    /** Whether one row is wanted, and no array around it. */
    boolean isOfOne() {
        return format.isOfOne() && plan == null;
    }

    private static Optional<Media> known(Range range, boolean explains) {
        var withoutNulls = "stripped".equals(range.parameters().get("nulls"));
        return switch (range.type()) {
            case "application/json", "application/*", "*/*" -> Optional.of(json());
            case ARRAY, ARRAY + "+json" ->
                Optional.of(
                        withoutNulls
                                ? new Media(ARRAY + "+json;nulls=stripped" + CHARSET, Format.ARRAY_WITHOUT_NULLS, null)
                                : json());
            case OBJECT, OBJECT + "+json" ->
                Optional.of(
                        withoutNulls
                                ? new Media(
                                        OBJECT + "+json;nulls=stripped" + CHARSET, Format.OBJECT_WITHOUT_NULLS, null)
                                : new Media(OBJECT + "+json" + CHARSET, Format.OBJECT, null));
            case "text/csv" -> Optional.of(new Media("text/csv" + CHARSET, Format.CSV, null));
            case PLAN, PLAN + "+text", PLAN + "+json" -> explains ? plan(range) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Media> plan(Range range) {
        var of = range.parameters().getOrDefault("for", "application/json");
        var given = List.of(range.parameters().getOrDefault("options", "").split("\\|", -1));
        var options = PLAN_OPTIONS.stream().filter(given::contains).toList();
        var isJson = range.type().endsWith("+json");
        var sql = new ArrayList<>(List.of(isJson ? "format json" : "format text"));
        sql.addAll(options);
        var type = PLAN + (isJson ? "+json" : "+text") + "; for=\"" + of + "\""
                + (options.isEmpty() ? "" : "; options=" + String.join("|", options));
        return known(Range.parse(of), false).map(media -> new Media(type + CHARSET, media.format(), List.copyOf(sql)));
    }

    /** A media range with its parameters, in small letters. */
    private record Range(String type, Map<String, String> parameters, String shown) {

        static Range parse(String range) {
            var words = separated(range.strip(), ';');
            var parameters = new HashMap<String, String>();
            for (var i = 1; i < words.size(); i++) {
                var parts = words.get(i).strip().split("=", 2);
                if (parts.length == 2) {
                    parameters.put(
                            parts[0].strip().toLowerCase(Locale.ROOT),
                            parts[1].strip().replaceAll("^\"|\"$", ""));
                }
            }
            return new Range(
                    words.getFirst().strip().toLowerCase(Locale.ROOT),
                    parameters,
                    words.getFirst().strip());
        }

        double weight() {
            var weight = parameters.getOrDefault("q", "1");
            return weight.matches("[01](\\.\\d{1,3})?") ? Double.parseDouble(weight) : 1;
        }
    }
}
