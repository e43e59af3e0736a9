/**
 * From a committed change to the channels that asked for it and may see it.
 */
@NullMarked
package dev.belfry.realtime.changes;

import org.jspecify.annotations.NullMarked;
