/**
 * Events and who takes part in them.
 */
@NullMarked
package dev.belfry.domain.events;

import org.jspecify.annotations.NullMarked;
