/**
 * Challenges that participants answer.
 */
@NullMarked
package dev.belfry.domain.challenges;

import org.jspecify.annotations.NullMarked;
