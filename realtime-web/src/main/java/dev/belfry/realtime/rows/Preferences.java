package dev.belfry.realtime.rows;

import dev.belfry.realtime.rows.sql.Counting;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code Prefer} (RFC 7240), of which the first word about a matter counts.
 *
 * @param given by name, those only that are known
 * @param unknown those that are not, as they were written
 */
record Preferences(Map<String, String> given, List<String> unknown) {

    /** In the order in which an answer names them. */
    private static final List<String> NAMES =
            List.of("resolution", "missing", "return", "count", "tx", "handling", "timezone", "max-affected");

    private static final Map<String, List<String>> KNOWN = Map.of(
            "return", List.of("minimal", "headers-only", "representation"),
            "count", List.of("exact", "planned", "estimated"),
            "resolution", List.of("merge-duplicates", "ignore-duplicates"),
            "missing", List.of("default", "null"),
            "handling", List.of("strict", "lenient"),
            "tx", List.of("commit", "rollback"));

    private static final String ROLLBACK = "tx=rollback";

    /** @param rollsBack whether {@code tx=rollback} is known: with it a caller undoes what a function counts or records */
    static Preferences parse(Collection<String> headers, boolean rollsBack) {
        var given = new HashMap<String, String>();
        var unknown = new ArrayList<String>();
        for (var header : headers) {
            for (var item : header.split(",", -1)) {
                var words = item.strip().split("=", 2);
                var isRefused = !rollsBack && item.strip().equals(ROLLBACK);
                if (!isRefused && words.length == 2 && isKnown(words[0], words[1])) {
                    given.putIfAbsent(words[0], words[1]);
                } else if (!item.isBlank() && !isOfKnownName(words)) {
                    unknown.add(item.strip());
                }
            }
        }
        return new Preferences(Map.copyOf(given), List.copyOf(unknown));
    }

    private static boolean isKnown(String name, String value) {
        return switch (name) {
            case "max-affected" -> value.matches("\\d{1,9}");
            case "timezone" -> value.matches("[A-Za-z0-9_+:/.-]{1,64}");
            default -> KNOWN.getOrDefault(name, List.of()).contains(value);
        };
    }

    /** Numbers and zones are looked at when they are used. */
    private static boolean isOfKnownName(String[] words) {
        return words.length == 2 && (words[0].equals("max-affected") || words[0].equals("timezone"));
    }

    private boolean is(String name, String value) {
        return value.equals(given.get(name));
    }

    boolean isStrict() {
        return is("handling", "strict");
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

    boolean mergesDuplicates() {
        return is("resolution", "merge-duplicates");
    }

    boolean ignoresDuplicates() {
        return is("resolution", "ignore-duplicates");
    }

    /** Whether what a row of several does not name gets its default instead of NULL. */
    boolean missingIsDefault() {
        return is("missing", "default");
    }

    boolean isRolledBack() {
        return is("tx", "rollback");
    }

    @Nullable
    String timeZone() {
        return given.get("timezone");
    }

    Counting counting() {
        var count = given.get("count");
        return count == null ? Counting.NONE : Counting.valueOf(count.toUpperCase(java.util.Locale.ROOT));
    }

    /** Null for any number; it counts with {@code handling=strict} only. */
    @Nullable
    Integer maxAffected() {
        var most = given.get("max-affected");
        return most == null || !isStrict() ? null : Integer.valueOf(most);
    }

    /**
     * {@code Preference-Applied}
     *
     * @param without names of those that have no meaning for the request
     */
    String applied(List<String> without) {
        return String.join(
                ", ",
                NAMES.stream()
                        .filter(name -> !without.contains(name))
                        .filter(name -> !name.equals("max-affected") || isStrict())
                        .flatMap(
                                name -> given.containsKey(name) ? Stream.of(name + "=" + given.get(name)) : Stream.of())
                        .toList());
    }
}
