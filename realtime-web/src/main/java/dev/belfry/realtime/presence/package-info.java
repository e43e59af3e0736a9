/**
 * Who is here: {@link dev.belfry.realtime.presence.PresenceState} is the pure core, {@link
 * dev.belfry.realtime.presence.Presences} the one thread around it, which coalesces bursts and waits for those who lost their
 * connection.
 */
@NullMarked
package dev.belfry.realtime.presence;

import org.jspecify.annotations.NullMarked;
