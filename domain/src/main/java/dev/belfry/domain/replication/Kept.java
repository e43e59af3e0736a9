package dev.belfry.domain.replication;

import java.time.Instant;

/**
 * What PostgreSQL keeps for this server, and will tell again after a restart.
 *
 * @param from everything behind that LSN, unsigned
 * @param since everything that was committed then or later
 */
public record Kept(long from, Instant since) {}
