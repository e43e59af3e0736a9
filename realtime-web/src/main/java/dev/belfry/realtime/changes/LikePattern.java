package dev.belfry.realtime.changes;

import java.util.Locale;

/** A pattern of SQL's LIKE: {@code %} for any text, {@code _} for one character, backslash before either for itself. */
final class LikePattern {

    private static final char ANY_TEXT = '%';
    private static final char ANY_ONE = '_';

    /** One character of the pattern each; a wildcard is told by the second. */
    private final String characters;

    private final boolean[] isWild;
    private final boolean ignoresCase;

    LikePattern(String pattern, boolean ignoresCase) {
        this.ignoresCase = ignoresCase;
        var source = ignoresCase ? pattern.toLowerCase(Locale.ROOT) : pattern;
        var text = new StringBuilder();
        var wild = new boolean[source.length()];
        for (int i = 0; i < source.length(); i++) {
            var character = source.charAt(i);
            if (character == '\\' && i + 1 < source.length()) {
                text.append(source.charAt(++i));
            } else {
                wild[text.length()] = character == ANY_TEXT || character == ANY_ONE;
                text.append(character);
            }
        }
        characters = text.toString();
        isWild = wild;
    }

    /** Goes back to the last {@code %} only, so that no pattern takes more than its length times that of the text. */
    boolean matches(String candidate) {
        var text = ignoresCase ? candidate.toLowerCase(Locale.ROOT) : candidate;
        int at = 0;
        int next = 0;
        int lastAny = -1;
        int resume = 0;
        while (at < text.length()) {
            if (next < characters.length() && isWild[next] && characters.charAt(next) == ANY_TEXT) {
                lastAny = next++;
                resume = at;
            } else if (next < characters.length() && (isWild[next] || characters.charAt(next) == text.charAt(at))) {
                at++;
                next++;
            } else if (lastAny >= 0) {
                next = lastAny + 1;
                at = ++resume;
            } else {
                return false;
            }
        }
        while (next < characters.length() && isWild[next] && characters.charAt(next) == ANY_TEXT) {
            next++;
        }
        return next == characters.length();
    }
}
