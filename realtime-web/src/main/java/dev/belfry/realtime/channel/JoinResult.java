package dev.belfry.realtime.channel;

import dev.belfry.domain.access.Claims;

/** What came of asking to join, before anything was subscribed. */
sealed interface JoinResult {

    record Allowed(Claims claims) implements JoinResult {}

    /** Refused, with the reason as the client reads it (protocol §3.5.2). */
    record Refused(String reason) implements JoinResult {}
}
