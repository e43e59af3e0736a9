package dev.belfry.realtime.rows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code Prefer} (RFC 7240), of which the first word about a matter counts.
 *
 * @param given by name, those only that are known
 */
record Preferences(Map<String, String> given) {

    private static final Map<String, List<String>> KNOWN = Map.of(
            "return", List.of("minimal", "headers-only", "representation"),
            "count", List.of("exact", "planned", "estimated"),
            "resolution", List.of("merge-duplicates", "ignore-duplicates"),
            "missing", List.of("default", "null"),
            "handling", List.of("strict", "lenient"),
            "tx", List.of("commit"));

    private static final String MAX_AFFECTED = "max-affected";

    /** How the rows that match are counted. */
    enum Count {
        NONE,
        EXACT,
        /** As the planner guesses. */
        PLANNED,
        /** Exactly if they are few. */
        ESTIMATED
    }

    static Preferences parse(List<String> headers) {
        var given = new HashMap<String, String>();
        var unknown = new ArrayList<String>();
        for (var header : headers) {
            for (var item : header.split(",", -1)) {
                var words = item.strip().split("=", 2);
                if (words.length == 2 && isKnown(words[0], words[1])) {
                    given.putIfAbsent(words[0], words[1]);
                } else if (item.strip().equals("tx=rollback")) {
                    throw new RowsProblem(
                            400, "PGRST122", "tx=rollback is not served: what a request writes is committed", null);
                } else if (!item.isBlank()) {
                    unknown.add(item.strip());
                }
            }
        }
        if ("strict".equals(given.get("handling")) && !unknown.isEmpty()) {
            throw new RowsProblem(
                    400,
                    "PGRST122",
                    "Invalid preferences given with handling=strict",
                    "Invalid preferences: " + String.join(", ", unknown));
        }
        return new Preferences(Map.copyOf(given));
    }

    private static boolean isKnown(String name, String value) {
        return name.equals(MAX_AFFECTED)
                ? value.matches("\\d{1,9}")
                : KNOWN.getOrDefault(name, List.of()).contains(value);
    }

    private boolean is(String name, String value) {
        return value.equals(given.get(name));
    }

    /** Whether rows that were written are told. */
    boolean wantsRows() {
        return is("return", "representation");
    }

    boolean wantsLocation() {
        return is("return", "headers-only");
    }

    boolean isUpsert() {
        return given.containsKey("resolution");
    }

    boolean ignoresDuplicates() {
        return is("resolution", "ignore-duplicates");
    }

    /** Whether what a row of several does not name gets its default instead of NULL. */
    boolean missingIsDefault() {
        return is("missing", "default");
    }

    Count count() {
        var count = given.get("count");
        return count == null
                ? Count.NONE
                : switch (count) {
                    case "exact" -> Count.EXACT;
                    case "planned" -> Count.PLANNED;
                    default -> Count.ESTIMATED;
                };
    }

    /** Null for any number; it counts with {@code handling=strict} only. */
    @Nullable
    Integer maxAffected() {
        var most = given.get(MAX_AFFECTED);
        return most == null || !is("handling", "strict") ? null : Integer.valueOf(most);
    }

    /** {@code Preference-Applied} */
    String applied() {
        return given.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
