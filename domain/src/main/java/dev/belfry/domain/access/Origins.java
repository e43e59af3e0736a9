package dev.belfry.domain.access;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which browsers' pages may speak to this server (RFC 6454): those of its own address, and those that the operator names.
 *
 * @param allowed origins such as {@code https://portal.example.com}; {@code *} is all of them
 */
public record Origins(Set<String> allowed) {

    private static final String ALL = "*";
    private static final Pattern ORIGIN = Pattern.compile("https?://[^/\\s?#@]+");

    public Origins {
        allowed = Set.copyOf(allowed);
    }

    /** Whether that could be in the list. */
    public static boolean isOrigin(String text) {
        return text.equals(ALL) || ORIGIN.matcher(text).matches();
    }

    /**
     * @param origin as the browser says; programs that are none say nothing, and may
     * @param host the request's own Host header; what stands before it may be https that a proxy took off
     */
    public boolean isAllowed(@Nullable String origin, @Nullable String host) {
        if (origin == null || allowed.contains(ALL)) {
            return true;
        }
        var asked = origin.toLowerCase(Locale.ROOT);
        return allowed.contains(asked) || (host != null && asked.equals(ownOrigin(asked, host)));
    }

    private static String ownOrigin(String asked, String host) {
        var scheme = asked.startsWith("https:") ? "https" : "http";
        var ownPort = scheme.equals("https") ? ":443" : ":80";
        var name = host.toLowerCase(Locale.ROOT);
        return scheme + "://" + (name.endsWith(ownPort) ? name.substring(0, name.length() - ownPort.length()) : name);
    }
}
