/**
 * Counting against a limit: rates with a burst, of one thing or of many.
 */
@NullMarked
package dev.belfry.domain.limits;

import org.jspecify.annotations.NullMarked;
