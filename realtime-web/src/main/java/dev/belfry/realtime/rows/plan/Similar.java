package dev.belfry.realtime.rows.plan;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The name that somebody may have meant who wrote another. */
public final class Similar {

    /** How alike names are that nobody would guess. */
    public static final double LIKELY = 0.7;

    /** How alike names are of which one was perhaps meant. */
    public static final double POSSIBLE = 0.33;

    private static final int MAX_LENGTH = 200;
    private static final int MAX_CANDIDATES = 500;

    private Similar() {}

    /** The most similar of the candidates, if one is similar enough; none of a great many. */
    public static Optional<String> to(String written, Collection<String> candidates, double enough) {
        if (written.length() > MAX_LENGTH || candidates.size() > MAX_CANDIDATES) {
            return Optional.empty();
        }
        return candidates.stream()
                .filter(candidate -> likeness(written, candidate) >= enough)
                .max(Comparator.comparingDouble(candidate -> likeness(written, candidate)));
    }

    /** From 0 to 1: how much of the longer name need not be changed to make the other of it. */
    private static double likeness(String one, String other) {
        var longer = Math.max(one.length(), other.length());
        return longer == 0 ? 1 : 1 - (double) changes(one, other) / longer;
    }

    /** Levenshtein's distance. */
    private static int changes(String one, String other) {
        var row = new int[other.length() + 1];
        for (var j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (var i = 1; i <= one.length(); i++) {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.length(); j++) {
                var above = row[j];
                var same = one.charAt(i - 1) == other.charAt(j - 1);
                row[j] = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), diagonal + (same ? 0 : 1));
                diagonal = above;
            }
        }
        return row[other.length()];
    }
}
