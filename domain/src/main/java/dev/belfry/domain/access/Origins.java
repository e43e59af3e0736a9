package dev.belfry.domain.access;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which browsers' pages may speak to this server (RFC 6454): those of its own address, those that the operator names, and in development
 * those of this machine. Says in the log whom it refuses, once for each origin.
 */
public final class Origins {

    private static final Logger LOG = System.getLogger(Origins.class.getName());
    private static final String ALL = "*";
    private static final Pattern ORIGIN = Pattern.compile("https?://[^/\\s?#@]+");

    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    /** Names that no other machine can have (RFC 6761), and addresses that none is reached by. */
    private static final Pattern LOOPBACK = Pattern.compile(
            "https?://(?:(?:[a-z0-9_-]+\\.)*localhost|127(?:\\." + OCTET + "){3}|\\[::1])(?::\\d{1,5})?");

    /** Whoever invents origins must not fill the log. */
    private static final int MOST_TOLD = 100;

    private static final int MAX_SHOWN = 200;

    private final Set<String> allowed;
    private final boolean loopback;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** @param allowed origins such as {@code https://portal.example.com}; {@code *} is all of them */
    public Origins(Set<String> allowed) {
        this(allowed, false);
    }

    private Origins(Set<String> allowed, boolean loopback) {
        this.allowed = Set.copyOf(allowed);
        this.loopback = loopback;
    }

    /** The same, and every page of this machine, whatever its port. */
    public static Origins ofDevelopment(Set<String> allowed) {
        return new Origins(allowed, true);
    }

    /** Whether that could be in the list. */
    public static boolean isOrigin(String text) {
        return text.equals(ALL) || ORIGIN.matcher(text).matches();
    }

    /** What a page of another origin is answered. */
    public static String notAllowed(String origin) {
        return "The origin " + Foreign.shown(origin, MAX_SHOWN)
                + " is not allowed; BELFRY_ALLOWED_ORIGINS names those that are";
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
        if (allowed.contains(asked)
                || (host != null && asked.equals(ownOrigin(asked, host)))
                || (loopback && LOOPBACK.matcher(asked).matches())) {
            return true;
        }
        tell(asked);
        return false;
    }

    private void tell(String origin) {
        var shown = Foreign.shown(origin, MAX_SHOWN);
        if (told.size() < MOST_TOLD && told.add(shown)) {
            LOG.log(
                    Level.WARNING,
                    "OriginRefused: pages of {0} are not let in; if they are yours, add it to BELFRY_ALLOWED_ORIGINS",
                    shown.isEmpty() ? "an origin without a name" : shown);
        }
    }

    private static String ownOrigin(String asked, String host) {
        var scheme = asked.startsWith("https:") ? "https" : "http";
        var ownPort = scheme.equals("https") ? ":443" : ":80";
        var name = host.toLowerCase(Locale.ROOT);
        return scheme + "://" + (name.endsWith(ownPort) ? name.substring(0, name.length() - ownPort.length()) : name);
    }
}
