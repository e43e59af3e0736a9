/**
 * Who asks, and what PostgreSQL lets them: tokens and API keys to {@link dev.belfry.domain.access.Claims}, transactions under a caller, and
 * whether a caller sees a row. The policies in PostgreSQL are the only rules.
 */
@NullMarked
package dev.belfry.domain.access;

import org.jspecify.annotations.NullMarked;
