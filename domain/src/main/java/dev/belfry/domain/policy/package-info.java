/**
 * What callers may see of rows: PostgreSQL's policies, compiled where they need nothing but the row and the claims, and asked of
 * PostgreSQL where they need more.
 */
@NullMarked
package dev.belfry.domain.policy;

import org.jspecify.annotations.NullMarked;
