/**
 * Broadcasts and presence over HTTP, for those who have no socket.
 */
@NullMarked
package dev.belfry.realtime.api;

import org.jspecify.annotations.NullMarked;
