/**
 * The WebSocket of a page: what stands between it and a {@link dev.belfry.voice.relay.Relay}, and nothing more.
 */
@NullMarked
package dev.belfry.voice.socket;

import org.jspecify.annotations.NullMarked;
