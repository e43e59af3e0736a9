package dev.belfry.voice.events;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads of an event's JSON text what the relay has to know, and no more: most events are audio, and no tree is made of them.
 *
 * <p>For text of a provider, which is trusted to be JSON, {@link #type} looks no further than the type. A page's text is walked to
 * its end by {@link #isAudio}: a second {@code type} behind the first one must not slip through.
 */
public final class EventText {

    static final String APPEND = "input_audio_buffer.append";

    private static final Set<String> APPEND_MEMBERS = Set.of("type", "audio", "event_id");

    private final String text;
    private int at;

    private EventText(String text) {
        this.text = text;
    }

    /** The type as written, and where it stands between its quotes. */
    public record Type(String name, int start, int end) {

        /** The same text with another type. */
        String replacedIn(String text, String other) {
            return new StringBuilder(text.length() + other.length() - name.length())
                    .append(text, 0, start)
                    .append(other)
                    .append(text, end, text.length())
                    .toString();
        }
    }

    /** The value of the member {@code type}, or null if there is none at the top of an object. */
    public static @Nullable Type type(String text) {
        return new EventText(text).findType();
    }

    /** Whether that is an {@code input_audio_buffer.append} and nothing else, however it is read. */
    public static boolean isAudio(String text) {
        return new EventText(text).isPlainAppend();
    }

    private @Nullable Type findType() {
        if (!take('{')) {
            return null;
        }
        do {
            var key = string();
            if (key == null || !take(':')) {
                return null;
            }
            if (key.equals("type")) {
                var value = string();
                return value == null ? null : new Type(value, at - 1 - value.length(), at - 1);
            }
            if (!skipValue()) {
                return null;
            }
        } while (take(','));
        return null;
    }

    private boolean isPlainAppend() {
        if (!take('{')) {
            return false;
        }
        var seen = new HashSet<String>(4);
        do {
            var key = string();
            if (key == null || !APPEND_MEMBERS.contains(key) || !seen.add(key) || !take(':')) {
                return false;
            }
            if (key.equals("type") ? !APPEND.equals(string()) : plainString() < 0) {
                return false;
            }
        } while (take(','));
        return take('}') && isAtEnd() && seen.contains("type") && seen.contains("audio");
    }

    /** The text of a string without escapes, or null if there is none here. */
    private @Nullable String string() {
        var start = plainString();
        return start < 0 ? null : text.substring(start, at - 1);
    }

    /** Passes over a string without escapes; returns where its text starts, or -1 if there is none here. */
    private int plainString() {
        if (!take('"')) {
            return -1;
        }
        var start = at;
        var end = text.indexOf('"', start);
        if (end < 0 || text.indexOf('\\', start, end) >= 0) {
            return -1;
        }
        at = end + 1;
        return start;
    }

    private boolean skipValue() {
        skipSpace();
        var depth = 0;
        while (at < text.length()) {
            switch (text.charAt(at)) {
                case '"' -> {
                    if (!skipString()) {
                        return false;
                    }
                    if (depth == 0) {
                        return true;
                    }
                    continue;
                }
                case '{', '[' -> depth++;
                case '}', ']' -> {
                    if (depth == 0) {
                        return true;
                    }
                    depth--;
                    if (depth == 0) {
                        at++;
                        return true;
                    }
                }
                case ',' -> {
                    if (depth == 0) {
                        return true;
                    }
                }
                default -> {}
            }
            at++;
        }
        return false;
    }

    private boolean skipString() {
        for (var end = text.indexOf('"', at + 1); end >= 0; end = text.indexOf('"', end + 1)) {
            if (!isEscaped(end)) {
                at = end + 1;
                return true;
            }
        }
        return false;
    }

    private boolean isEscaped(int quote) {
        var backslashes = 0;
        while (text.charAt(quote - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    private boolean take(char expected) {
        skipSpace();
        if (at < text.length() && text.charAt(at) == expected) {
            at++;
            return true;
        }
        return false;
    }

    private boolean isAtEnd() {
        skipSpace();
        return at == text.length();
    }

    private void skipSpace() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}
