/**
 * How much a socket, an address, the server takes (docs/settings.md), and counting it.
 */
@NullMarked
package dev.belfry.realtime.limits;

import org.jspecify.annotations.NullMarked;
