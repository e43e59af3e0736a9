/**
 * The pump between a page and a provider of voice, and how much of it somebody may have. A {@link dev.belfry.voice.relay.Relay} is one
 * conversation; nothing here knows sockets.
 */
@NullMarked
package dev.belfry.voice.relay;

import org.jspecify.annotations.NullMarked;
