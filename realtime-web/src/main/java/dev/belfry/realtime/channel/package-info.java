/**
 * Channels: one socket's membership of one topic. A client's messages come in by {@link
 * dev.belfry.realtime.channel.Channels}, the answers leave by {@link dev.belfry.realtime.channel.Outbound}.
 */
@NullMarked
package dev.belfry.realtime.channel;

import org.jspecify.annotations.NullMarked;
