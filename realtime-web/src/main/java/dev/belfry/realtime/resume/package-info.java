/**
 * Pages that come back: how far each had got on each of its topics, by what its socket has acknowledged, and from where it goes on.
 */
@NullMarked
package dev.belfry.realtime.resume;

import org.jspecify.annotations.NullMarked;
