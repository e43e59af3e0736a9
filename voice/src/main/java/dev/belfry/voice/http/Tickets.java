package dev.belfry.voice.http;

import dev.belfry.domain.access.Claims;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tickets that stand for a user once, and for half a minute: they may stand in a URL, where a token may not. Those that nobody comes with
 * are forgotten.
 */
public final class Tickets {

    static final String PREFIX = "bt_";
    static final Duration LIFE = Duration.ofSeconds(30);

    private static final int BYTES = 32;

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Ticket> issued = new ConcurrentHashMap<>();

    private record Ticket(Claims user, Instant expiresAt) {}

    public Tickets(Clock clock) {
        this.clock = clock;
    }

    String issue(Claims user) {
        var now = clock.instant();
        issued.values().removeIf(ticket -> !ticket.expiresAt().isAfter(now));
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        var ticket = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        issued.put(ticket, new Ticket(user, now.plus(LIFE)));
        return ticket;
    }

    /** Whose it is, or null if it was never issued, is used up, or too old. It is used up now. */
    @Nullable
    Claims redeem(String ticket) {
        var known = issued.remove(ticket);
        return known == null || !known.expiresAt().isAfter(clock.instant()) ? null : known.user();
    }

    int kept() {
        return issued.size();
    }
}
