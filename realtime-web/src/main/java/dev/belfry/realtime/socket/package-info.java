/**
 * The WebSocket itself: upgrade, frames in, one outbox with one writer at a time.
 */
@NullMarked
package dev.belfry.realtime.socket;

import org.jspecify.annotations.NullMarked;
