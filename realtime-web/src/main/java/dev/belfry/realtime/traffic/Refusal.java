package dev.belfry.realtime.traffic;

import java.util.regex.Pattern;

/**
 * Why somebody did not get what it asked for.
 *
 * @param what was refused
 * @param reason one word of docs/errors.md; what has no word of its own is {@code other}, so that nobody can make up reasons without end
 */
public record Refusal(What what, String reason) {

    private static final Pattern WORD = Pattern.compile("[A-Za-z_]{1,60}");

    /** What can be refused. */
    public enum What {
        UPGRADE,
        JOIN,
        MESSAGE
    }

    /** @param text begins with the reason and a colon, or is nothing but the reason */
    public static Refusal of(What what, String text) {
        var colon = text.indexOf(':');
        var word = colon < 0 ? text : text.substring(0, colon);
        return new Refusal(what, WORD.matcher(word).matches() ? word : "other");
    }
}
