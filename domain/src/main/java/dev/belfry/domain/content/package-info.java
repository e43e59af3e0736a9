/**
 * Content that several people write together.
 */
@NullMarked
package dev.belfry.domain.content;

import org.jspecify.annotations.NullMarked;
