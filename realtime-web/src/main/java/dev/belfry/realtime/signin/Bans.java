package dev.belfry.realtime.signin;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How long an account is banned, as {@code 1h30m}; {@code none} ends a ban. */
final class Bans {

    private static final Pattern ALL = Pattern.compile("([0-9]{1,12}(\\.[0-9]{1,9})?(h|ms|m|s))+");
    private static final Pattern PART = Pattern.compile("([0-9.]+)(h|ms|m|s)");
    private static final Map<String, BigDecimal> SECONDS = Map.of(
            "h",
            BigDecimal.valueOf(3600),
            "m",
            BigDecimal.valueOf(60),
            "s",
            BigDecimal.ONE,
            "ms",
            new BigDecimal("0.001"));

    private Bans() {}

    /** Null if nothing is said. */
    static @Nullable Duration of(String text) {
        if (text.isEmpty()) {
            return null;
        }
        if (text.equals("none")) {
            return Duration.ZERO;
        }
        if (!ALL.matcher(text).matches()) {
            throw SignInProblem.invalid(
                    "invalid format for ban duration: " + text + "; it is written as 24h, 1h30m or none");
        }
        var seconds = PART.matcher(text)
                .results()
                .map(part -> new BigDecimal(part.group(1)).multiply(SECONDS.get(part.group(2))))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return Duration.ofSeconds(seconds.longValue());
    }
}
