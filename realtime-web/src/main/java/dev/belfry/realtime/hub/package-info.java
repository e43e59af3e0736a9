/**
 * Topics to subscribers, and nothing more: the hub knows neither sockets nor channels.
 */
@NullMarked
package dev.belfry.realtime.hub;

import org.jspecify.annotations.NullMarked;
