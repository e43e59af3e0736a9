/**
 * Broadcasts and presence over HTTP, for those who have no socket, and why a change did not come over one.
 */
@NullMarked
package dev.belfry.realtime.api;

import org.jspecify.annotations.NullMarked;
