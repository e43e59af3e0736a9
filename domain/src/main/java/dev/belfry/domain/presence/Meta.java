package dev.belfry.domain.presence;

import org.jspecify.annotations.Nullable;

/**
 * One place where somebody is present: one channel of one page, and what that page tells about itself (protocol §6.1).
 *
 * @param ref unique to this meta and version of it
 * @param previous the version before it, in an update
 * @param state a JSON object as text
 */
public record Meta(String ref, @Nullable String previous, String state) {}
