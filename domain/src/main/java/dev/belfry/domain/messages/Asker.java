package dev.belfry.domain.messages;

import dev.belfry.domain.access.Claims;

/**
 * Whom the policies are asked about.
 *
 * @param headers of the request that begin with {@code x-}, by their names in small letters: a JSON object as text
 */
public record Asker(Claims claims, String headers) {}
